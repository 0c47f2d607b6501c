import { afterAll, beforeAll, expect, it } from 'vitest';
import { addRole } from '#core/modules/organization/index.ts';
import { Mount } from '#shared/contract/mount.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { addService, deploy, type Ground, makeGround, specOf } from './deploy-support.ts';

const data = Mount.parse({ type: 'volume', name: 'data', target: '/data' });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describeOnLab('the volumes of a service', () => {
  let server: LabServer;
  let ground: Ground;
  let serviceId: string;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    ground = await makeGround(server);
    serviceId = await addService(ground, 'web', specOf({ mounts: [data] }));
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  it('are told before and after the first deployment, with size and users, and opened by this service alone', async () => {
    const { client } = ground;
    expect(await client.volume.list({ serviceId })).toEqual([
      { name: 'data', kind: 'volume', targets: ['/data'], exists: false, sizeBytes: null, usedBy: [] },
    ]);
    await expect(client.volume.browse({ serviceId, volume: 'data' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const ended = await deploy(ground, serviceId);
    expect(ended, ended.reason ?? '').toMatchObject({ state: 'succeeded' });
    const [volume] = await client.volume.list({ serviceId });
    expect(volume).toMatchObject({
      exists: true,
      sizeBytes: expect.any(Number),
      usedBy: [expect.stringContaining('web')],
    });
    const other = await addService(ground, 'other', specOf({ mounts: [data] }));
    await expect(client.volume.browse({ serviceId: other, volume: 'data' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('hold what is written, part by part and page by page, and tell who wrote it', async () => {
    const { client } = ground;
    const at = { serviceId, volume: 'data' };
    await client.volume.makeFolder({ ...at, path: 'conf' });
    const { version } = await client.volume.write({
      ...at,
      path: 'conf/a b',
      bytes: base64('one'),
      over: 'new',
    });
    const upload = 'sampleupload';
    await client.volume.upload({ ...at, path: 'big', upload, offset: 0, bytes: base64('first ') });
    await client.volume.write({ ...at, path: 'big', upload, offset: 6, bytes: base64('second') });
    const first = await client.volume.read({ ...at, path: 'big', length: 5 });
    expect(first).toMatchObject({ bytes: base64('first'), size: 12, isEnd: false });
    await client.volume.write({ ...at, path: 'big', bytes: base64('other'), over: 'any' });
    await expect(
      client.volume.read({ ...at, path: 'big', offset: 5, version: first.version }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await client.volume.write({ ...at, path: 'conf/a b', bytes: base64('two'), over: version });
    await expect(
      client.volume.write({ ...at, path: 'conf/a b', bytes: base64('three'), over: version }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const page = await client.volume.browse({ ...at, limit: 1 });
    expect(page).toMatchObject({ entries: [{ name: 'conf', type: 'folder' }], next: 'conf', isWhole: true });
    const rest = await client.volume.browse({ ...at, limit: 1, after: 'conf' });
    expect(rest).toMatchObject({ entries: [{ name: 'big', size: 5 }], next: null });
    await expect(client.volume.write({ ...at, path: 'big', bytes: base64('lost') })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'path' },
    });
    await client.volume.removeFile({ ...at, path: 'big' });
    const { items: events } = await client.audit.list({ organizationId: ground.organizationId });
    expect(JSON.stringify(events)).toContain('conf/a b');
    expect(JSON.stringify(events)).not.toContain(base64('one'));
  });

  it('of the server itself are opened by who may be root there, where they are mounted', async () => {
    const { client, core, organizationId, serverId } = ground;
    await server.must(['sh', '-c', 'mkdir -p "/mnt/a, \\"b" && echo hi > "/mnt/a, \\"b/x"']);
    const mount = Mount.parse({ type: 'bind', source: '/mnt/a, "b', target: '/b' });
    const id = await addService(ground, 'bound', specOf({ mounts: [mount] }));
    const at = { serviceId: id, volume: '/mnt/a, "b' };
    expect((await client.volume.read({ ...at, path: 'x' })).bytes).toBe(base64('hi\n'));
    await expect(client.volume.browse({ ...at, volume: '/mnt' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    core.services.store.write((tx) =>
      addRole(tx, organizationId, {
        ...{ name: 'Files', level: 30, reach: 'organization' as const, builtIn: null },
        permissions: ['service.read', 'volume.read', 'volume.create', 'server.read'] as const,
      }),
    );
    const narrow = clientOf(core, addAccount(core, { organizationId, role: 'Files', name: 'Files' }));
    await expect(narrow.volume.browse(at)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'docker.manage', nodeId: serverId },
    });
    expect(await narrow.volume.list({ serviceId: id })).toMatchObject([{ kind: 'bind', exists: false }]);
    // a volume that leads there is no other thing: its name says nothing
    const labels = ['--label', `quayside.service=${id}`, '--label', 'quayside.volume=media'];
    const there = ['-o', 'type=none', '-o', 'o=bind', '-o', 'device=/mnt'];
    await server.docker('volume', 'create', ...labels, ...there, 'media');
    await expect(narrow.volume.browse({ serviceId: id, volume: 'media' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'docker.manage', nodeId: serverId },
    });
    await server.docker('volume', 'rm', 'media');
  });

  it('stay where their service goes, but for those that are named', async () => {
    const { client } = ground;
    const deletion = await client.service.deletion({ serviceId });
    expect(deletion.volumes).toEqual([{ name: 'data', sizeBytes: expect.any(Number) }]);
    await client.service.delete({ serviceId, typedName: 'web', volumes: ['data'] });
    expect(await server.docker('volume', 'ls', '-q')).not.toContain(`${serviceId}-data`);
  });

  it('of a server are told with whose they are, and go by their name once nothing uses them', async () => {
    const { client, serverId } = ground;
    await server.docker('volume', 'create', 'theirs');
    await server.docker('run', '-d', '--name', 'user', '-v', 'theirs:/d', 'quayside-lab/app:1');
    await server.docker('exec', 'user', 'sh', '-c', 'echo hi > /d/note');
    const web = await addService(ground, 'stays', specOf({ mounts: [data] }));
    expect((await deploy(ground, web)).state).toBe('succeeded');
    await client.service.stop({ serviceId: web });
    const told = async (name: string) =>
      (await client.volume.listOnServer({ serverId })).find((each) => each.name === name);
    expect(await told('theirs')).toMatchObject({ origin: 'foreign', usedBy: ['user'], serviceId: null });
    expect(await told(`${web}-data`)).toMatchObject({ origin: 'service', serviceId: web, ownName: 'data' });
    expect(await client.volume.browseOnServer({ serverId, volumeName: 'theirs' })).toMatchObject({
      entries: [{ name: 'note' }],
    });
    const remove = (volumeName: string, typedName = volumeName) =>
      client.volume.removeFromServer({ serverId, volumeName, typedName });
    await expect(remove('theirs')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(remove('theirs', 'their')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(remove(`${web}-data`)).rejects.toMatchObject({ code: 'CONFLICT' });
    await server.docker('rm', '-f', 'user');
    expect((await remove('theirs')).freedBytes).toBeGreaterThan(0);
    expect(await told('theirs')).toBeUndefined();
    await client.service.delete({ serviceId: web, typedName: 'stays' });
    expect(await told(`${web}-data`)).toMatchObject({ origin: 'left' });
    await remove(`${web}-data`);
  });
});
