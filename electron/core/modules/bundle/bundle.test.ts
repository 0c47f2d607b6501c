import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeKeyPair } from '#core/remote/ssh/private-key.ts';
import type { BundleImport } from '#shared/contract/bundle.ts';
import { allKinds, nodeKinds } from '#shared/model/nodes.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { sampleCertificate } from '#test/support/sample-certificate.ts';
import { addStranger } from '#test/support/strangers.ts';

type Owned = Awaited<ReturnType<typeof createOwnedCore>>;
type Files = { path: string; text: string }[];

let from: Owned;
let to: Owned;
beforeEach(async () => {
  from = await createOwnedCore();
  to = await createOwnedCore();
});
afterEach(() => Promise.all([from.core.close(), to.core.close()]));

const exported = async ({ client, organizationId }: Owned): Promise<Files> =>
  (await client.bundle.exportTemplate({ organizationId })).files;
const input = ({ organizationId }: Owned, files: Files) => ({ organizationId, files });
const of = (answer: BundleImport, fate: string) =>
  answer.items.filter((item) => item.fate === fate).map(({ item }) => item);
const item = (answer: BundleImport, key: string) =>
  answer.items.find((each) => each.item === key) ?? expect.fail(`there is no ${key}`);

const pair = makeKeyPair('ed25519', 'fleet');

/** Gives an organization one of each kind, its values chosen so that nothing is as it would be by itself. */
const fill = async ({ core, client, organizationId }: Owned): Promise<Ids> => {
  const { inScope: ids } = populate(core, organizationId);
  const {
    serviceId = '',
    environmentId = '',
    projectId = '',
    tagId = '',
    certificateId = '',
    sshKeyId = '',
  } = ids;
  await client.sshKey.delete({ sshKeyId });
  await client.sshKey.create({ organizationId, name: 'Fleet', privateKey: (await pair).privateKey });
  await client.tag.update({ tagId, color: '#123456' });
  const db = await client.service.create({
    environmentId,
    name: 'db “1” :#&*',
    spec,
    serverId: ids.serverId,
  });
  await client.service.setDependencies({ serviceId, dependsOn: [db.id] });
  await client.tag.assign({ organizationId, nodeId: projectId, tagIds: [tagId] });
  await client.domain.create({
    ...{ serviceId, host: 'www.sample.example.com', port: 8080, https: 'own', certificateId },
    shares: [{ serviceId: db.id, port: 80, percent: 10 }],
  });
  await client.projectVariables.replace({
    projectId,
    variables: [
      { name: 'PLAIN', value: 'line one\nline “two”: *x &y #z', above: '# why\n' },
      { name: 'SECRET', value: 'hidden-value', isSecret: true },
      { name: 'HERE', value: '1', scope: { environment: [environmentId] } },
    ],
  });
  return ids;
};
const spec = { type: 'application', source: { type: 'image', image: 'nginx:1' }, replicas: 3 } as const;

const secretsFor = async (answer: BundleImport) => {
  const values: Readonly<Record<string, string>> = {
    certificate: sampleCertificate.privateKey,
    sshKey: (await pair).privateKey,
  };
  return answer.items.flatMap(({ item: key, kind, needs }) =>
    needs.map((field) => ({ item: key, field, value: values[kind] ?? 'given-secret' })),
  );
};

const bring = async (owned: Owned, files: Files) => {
  const secrets = await secretsFor(await owned.client.bundle.preview(input(owned, files)));
  return owned.client.bundle.import({ ...input(owned, files), secrets });
};

describe('a template', () => {
  it('carries one of each kind that is bundled into an empty organization, and is the same there', async () => {
    await fill(from);
    const files = await exported(from);
    for (const kind of allKinds.filter((each) => nodeKinds[each].isBundled)) {
      const { parent, collection } = nodeKinds[kind];
      const of = parent === null ? `${kind}.yaml` : `${collection}/`;
      expect(
        files.some(({ path }) => path.startsWith(of)),
        kind,
      ).toBe(true);
    }
    expect((await bring(to, files)).isDone).toBe(true);
    expect(await exported(to)).toEqual(files);
  });

  it('changes nothing in the organization that it came from', async () => {
    await fill(from);
    const files = await exported(from);
    const answer = await from.client.bundle.preview(input(from, files));
    expect(answer.items.filter(({ fate }) => fate !== 'keep')).toEqual([]);
  });
});

describe('what a template holds', () => {
  it('is nothing secret, whoever writes it', async () => {
    await fill(from);
    const text = (await exported(from)).map((file) => file.text).join('\n');
    const privateKey = (await pair).privateKey.split('\n')[2] ?? 'none';
    for (const secret of ['hidden-value', 'sealed-password', 'sealed-token', 'PRIVATE KEY', privateKey])
      expect(text).not.toContain(secret);
  });

  it('is the same bytes twice, and whatever was made first', async () => {
    const make = async ({ client, organizationId }: Owned, names: readonly string[]): Promise<Files> => {
      for (const name of names) {
        const { id: projectId } = await client.project.create({ organizationId, name });
        const [environment] = await client.environment.list({ projectId });
        for (const service of names)
          await client.service.create({ environmentId: environment?.id ?? '', name: service, spec });
      }
      return (await client.bundle.exportTemplate({ organizationId })).files;
    };
    const names = ['shop', 'CON', 'a"b\'c', 'é', 'ünï', '%41', '.hidden', 'x'.repeat(63), '字'.repeat(63)];
    const files = await make(from, names);
    expect(await exported(from)).toEqual(files);
    expect(await make(to, names.toReversed())).toEqual(files);
    expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
    for (const { path } of files) expect(path).toMatch(/^[A-Za-z0-9 ._@+~%/-]{1,800}$/);
  });

  it('is what its reader may read, and names nothing else', async () => {
    const { environmentId = '' } = await fill(from);
    const role = await from.client.role.create({
      organizationId: from.organizationId,
      name: 'Writer',
      reach: 'organization',
      permissions: ['bundle.export', 'service.read'],
    });
    const accountId = addAccount(from.core, {
      organizationId: from.organizationId,
      role: role.name,
      name: 'Wil',
    });
    const { files } = await clientOf(from.core, accountId).bundle.exportTemplate({
      organizationId: from.organizationId,
    });
    expect(new Set(files.map(({ path }) => path.split('/')[0]))).toEqual(
      new Set(['quayside.yaml', 'services']),
    );
    const text = files.map((file) => file.text).join('\n');
    expect(text).not.toContain('PLAIN');
    expect(environmentId).not.toBe('');
  });
});

describe('an import', () => {
  const add = async (owned: Owned, name: string) =>
    owned.client.project.create({ organizationId: owned.organizationId, name, description: `${name} here` });

  it('tells what it would add, change, keep and leave, and does none of it', async () => {
    for (const name of ['same', 'other', 'new']) await add(from, name);
    for (const name of ['same', 'other', 'mine']) await add(to, name);
    const files = (await exported(from)).map((file) => ({
      ...file,
      text: file.text.replace('other here', 'from afar'),
    }));
    const before = await exported(to);
    const answer = await to.client.bundle.preview(input(to, files));
    expect(of(answer, 'add')).toEqual(['environments/new/production', 'projects/new']);
    expect(of(answer, 'change')).toEqual(['projects/other']);
    expect(of(answer, 'only-here')).toEqual(['environments/mine/production', 'projects/mine']);
    expect(item(answer, 'projects/other').changes).toEqual([
      { field: 'description', before: 'other here', after: 'from afar' },
    ]);
    expect(await exported(to)).toEqual(before);
  });

  it('skips and renames what it is told to, with all that lies below', async () => {
    for (const name of ['one', 'two']) await add(from, name);
    await add(to, 'two');
    const files = await exported(from);
    const done = await to.client.bundle.import({
      ...input(to, files),
      choices: [
        { item: 'projects/one', choice: 'skip' },
        { item: 'projects/two', choice: 'rename', name: 'three' },
      ],
    });
    expect(item(done, 'environments/one/production').choice).toBe('skip');
    const paths = (await exported(to)).map(({ path }) => path);
    expect(paths).toContain('projects/three.yaml');
    expect(paths).toContain('environments/three/production.yaml');
    expect(paths).not.toContain('projects/one.yaml');
  });

  it('does all of it or nothing, and names the item, its field and the cure', async () => {
    await fill(from);
    const files = (await exported(from)).filter(({ path }) => !path.startsWith('servers/'));
    const secrets = await secretsFor(await to.client.bundle.preview(input(to, files)));
    const before = await exported(to);
    await expect(to.client.bundle.import({ ...input(to, files), secrets })).rejects.toThrow(
      /services\/Shop\/.*: serverId: names the server “srv-staging”, which is neither here nor .*bring it in too/,
    );
    await expect(to.client.bundle.import(input(to, files))).rejects.toThrow(
      /registries\/GHCR: password: is in no template; give it as a secret, or skip this/,
    );
    expect(await exported(to)).toEqual(before);
  });

  it('refuses by its name what the importer may not do by hand', async () => {
    await add(from, 'one');
    const files = await exported(from);
    const { organizationId, core } = to;
    await to.client.role.create({
      organizationId,
      name: 'Reader',
      reach: 'organization',
      permissions: ['bundle.import', 'project.read'],
    });
    const client = clientOf(core, addAccount(core, { organizationId, role: 'Reader', name: 'Rita' }));
    const answer = await client.bundle.preview(input(to, files));
    expect(item(answer, 'projects/one').problems).toMatchObject([
      { message: expect.stringMatching(/^project\.create is refused/) },
    ]);
    await expect(client.bundle.import(input(to, files))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'project.create' },
    });
    expect(await to.client.project.list({ organizationId })).toEqual([]);
  });

  it('gives nobody by a role what the importer does not hold', async () => {
    await from.client.role.create({
      organizationId: from.organizationId,
      name: 'Strong',
      level: 10,
      reach: 'organization',
      permissions: ['server.terminal'],
    });
    const files = await exported(from);
    const { core, organizationId } = to;
    const accountId = addAccount(core, { organizationId, role: 'Manager', name: 'Mia' });
    const { id: memberId } =
      (await to.client.member.list({ organizationId })).find(({ name }) => name === 'Mia') ?? expect.fail();
    await to.client.member.setExtras({ memberId, permissions: ['bundle.import'] });
    await expect(clientOf(core, accountId).bundle.import(input(to, files))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is undone by one act, secrets and order of variables too', async () => {
    const ids = await fill(to);
    const before = await exported(to);
    const files = before
      .filter(({ path }) => path !== 'domains/Shop/staging/web/staging.example.com.yaml')
      .map((file) => ({
        ...file,
        text: file.text.replace('replicas: 3', 'replicas: 4').replace('line one', 'line 1'),
      }));
    const added = { kind: 'project', path: 'Added', fields: { description: 'new' } };
    const answer = await to.client.bundle.import({
      ...input(to, [...files, { path: 'projects/Added.yaml', text: JSON.stringify(added) }]),
    });
    expect(of(answer, 'change').length).toBeGreaterThan(1);
    expect(await to.client.bundle.lastImport({ organizationId: to.organizationId })).toMatchObject({
      last: { by: 'Olive Owner', added: 2 },
    });
    expect(await to.client.bundle.undo({ organizationId: to.organizationId })).toMatchObject({ removed: 2 });
    expect(await exported(to)).toEqual(before);
    const { value } = await to.client.projectVariables.reveal({
      projectId: ids.projectId ?? '',
      name: 'SECRET',
    });
    expect(value).toBe('hidden-value');
    await expect(to.client.bundle.undo({ organizationId: to.organizationId })).rejects.toThrow(
      'no import to undo',
    );
  });

  it('is not undone once anything of it is other than it was left', async () => {
    await add(from, 'one');
    await bring(to, await exported(from));
    const [project] = await to.client.project.list({ organizationId: to.organizationId });
    await to.client.project.update({ projectId: project?.id ?? '', description: 'mine now' });
    await expect(to.client.bundle.undo({ organizationId: to.organizationId })).rejects.toThrow(
      '“one” was changed since',
    );
    await to.client.project.update({ projectId: project?.id ?? '', description: 'one here' });
    await to.client.environment.create({ projectId: project?.id ?? '', name: 'later' });
    await expect(to.client.bundle.undo({ organizationId: to.organizationId })).rejects.toThrow('made since');
  });

  it('sees nothing of an organization that the importer is a stranger to', async () => {
    const { organizationId } = await addStranger(to.core);
    const asked = { organizationId, files: await exported(from) };
    for (const act of ['preview', 'import'] as const)
      await expect(to.client.bundle[act](asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(to.client.bundle.undo({ organizationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
