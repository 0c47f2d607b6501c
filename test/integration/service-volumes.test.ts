import { afterAll, beforeAll, expect, it } from 'vitest';
import { Mount } from '#shared/contract/mount.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
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
      { name: 'data', targets: ['/data'], exists: false, sizeBytes: null, usedBy: [] },
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
    await client.volume.write({ ...at, path: 'big', bytes: base64('other') });
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
    await client.volume.removeFile({ ...at, path: 'big' });
    const { items: events } = await client.audit.list({ organizationId: ground.organizationId });
    expect(JSON.stringify(events)).toContain('conf/a b');
    expect(JSON.stringify(events)).not.toContain(base64('one'));
  });

  it('stay where their service goes, but for those that are named', async () => {
    const { client } = ground;
    const deletion = await client.service.deletion({ serviceId });
    expect(deletion.volumes).toEqual([{ name: 'data', sizeBytes: expect.any(Number) }]);
    await client.service.delete({ serviceId, typedName: 'web', volumes: ['data'] });
    expect(await server.docker('volume', 'ls', '-q')).not.toContain(`${serviceId}-data`);
  });
});
