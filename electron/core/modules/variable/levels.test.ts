// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { addRole } from '../organization/index.ts';
import { resolveVariables } from './index.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
let projectId: string;
let environmentId: string;
let serviceId: string;

beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
  ({ id: projectId } = await client.project.create({ organizationId, name: 'shop' }));
  environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
  ({ id: serviceId } = await client.service.create({ environmentId, name: 'web' }));
});
afterEach(() => core.close());

const plain = (name: string, value: string) => ({ name, value });
const secret = (name: string, value?: string) => ({ name, isSecret: true, ...(value ? { value } : {}) });
const resolved = (id = serviceId) =>
  Object.fromEntries(
    resolveVariables(core.services.store, id).variables.map(({ name, value }) => [name, value]),
  );

/** Somebody with exactly these permissions in the whole organization. */
const holderOf = (name: string, permissions: readonly Permission[]): TestClient => {
  core.services.store.write((tx) =>
    addRole(tx, organizationId, { name, level: 30, reach: 'organization', permissions, builtIn: null }),
  );
  return clientOf(core, addAccount(core, { organizationId, role: name, name }));
};

describe('variables of every level', () => {
  it('reach the services below, the lowest first, and each level has a version of its own', async () => {
    await client.organizationVariables.replace({
      organizationId,
      variables: [plain('A', 'o'), plain('B', 'o')],
    });
    await client.projectVariables.replace({ projectId, variables: [plain('B', 'p'), plain('C', '${{A}}')] });
    await client.environmentVariables.replace({ environmentId, variables: [plain('C', 'e-${{project.C}}')] });
    await client.serviceVariables.replace({ serviceId, variables: [secret('D', '${{c}}!')] });
    expect(resolved()).toEqual({ A: 'o', B: 'p', C: 'e-o', D: 'e-o!' });
    await expect(
      client.projectVariables.replace({ projectId, version: 1, variables: [] }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'version' } });
    expect(await client.environmentVariables.list({ environmentId })).toMatchObject({ version: 2 });
  });

  it('keep order, comments and what stands below them, and are what they are if nothing is different', async () => {
    const variables = [
      { name: 'Z', value: '1', isSecret: false, above: '# first\n\n', beside: '# why' },
      { name: 'A', value: '2', isSecret: false },
    ];
    const given = { projectId, variables, below: '# the end\n' };
    const saved = await client.projectVariables.replace(given);
    expect(saved).toEqual({ version: 2, variables, below: '# the end\n' });
    expect(await client.projectVariables.replace(given)).toEqual(saved);
    const turned = await client.projectVariables.replace({ projectId, variables: variables.toReversed() });
    expect(turned).toMatchObject({ version: 3, below: '# the end\n' });
  });

  it.each(['B=1\n', '# no line break', '#a\rB=1\n'])('take no comment that is none: %j', async (above) => {
    const variables = [{ ...plain('A', '1'), above }];
    await expect(client.projectVariables.replace({ projectId, variables })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'variables.0.above' }] },
    });
  });

  it('are bounded together', async () => {
    const value = 'x'.repeat(131_072);
    const variables = Array.from({ length: 9 }, (_, at) => plain(`V${at}`, value));
    await expect(client.projectVariables.replace({ projectId, variables })).rejects.toMatchObject({
      data: { issues: [{ path: 'variables', message: expect.stringContaining('1,048,576') }] },
    });
  });

  it('tell names to the trail and never a value', async () => {
    await client.organizationVariables.replace({
      organizationId,
      variables: [plain('OPEN', 'needle-1'), secret('KEY', 'needle-2')],
    });
    const [event] = newestEvents(core, 1);
    expect(JSON.parse(event?.changes ?? '')).toEqual([
      { field: 'OPEN', after: 'added' },
      { field: 'KEY', after: 'added' },
    ]);
    const rows = core.services.store.database.connection.prepare('SELECT * FROM audit_event').all();
    expect(JSON.stringify(rows)).not.toContain('needle');
  });
});

describe('a scope', () => {
  it('makes a value hold where it says, and a name have several', async () => {
    const staging = await client.environment.create({ projectId, name: 'staging' });
    const other = await client.service.create({ environmentId: staging.id, name: 'web' });
    const variables = [
      plain('HOST', 'any'),
      { ...plain('HOST', 'st'), scope: { environment: [staging.id] } },
    ];
    const saved = await client.projectVariables.replace({ projectId, variables });
    expect(saved.variables[1]).toMatchObject({ scope: { environment: [staging.id] } });
    expect([resolved(), resolved(other.id)]).toEqual([{ HOST: 'any' }, { HOST: 'st' }]);
    await expect(
      client.projectVariables.replace({
        projectId,
        variables: [...variables, variables[1] ?? plain('', '')],
      }),
    ).rejects.toMatchObject({ data: { issues: [{ path: 'variables.2.name' }] } });
  });

  it('that names a foreign, unknown, unseen or unrelated node is refused alike, and one that is gone may stay', async () => {
    const stranger = await addStranger(core);
    const theirs = await stranger.client.project.create({
      organizationId: stranger.organizationId,
      name: 'theirs',
    });
    const [foreign] = await stranger.client.environment.list({ projectId: theirs.id });
    const second = await client.project.create({ organizationId, name: 'second' });
    const [beside] = await client.environment.list({ projectId: second.id });
    for (const id of [foreign?.id, beside?.id, 'env_none', serviceId]) {
      const variables = [{ ...plain('A', '1'), scope: { environment: [id ?? ''] } }];
      await expect(client.projectVariables.replace({ projectId, variables })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        data: { kind: 'environment', id },
      });
    }
    const staging = await client.environment.create({ projectId, name: 'staging' });
    const scoped = { ...plain('A', '1'), scope: { environment: [staging.id] } };
    await client.projectVariables.replace({ projectId, variables: [scoped] });
    await client.environment.delete({ environmentId: staging.id, typedName: 'staging' });
    await client.projectVariables.replace({ projectId, variables: [scoped, plain('B', '2')] });
    expect(resolved()).toEqual({ B: '2' });
  });

  it('names nothing of another organization, to whoever owns both neither, and nothing that its writer does not see', async () => {
    const other = await client.organization.create({ name: 'Other' });
    const foreign = core.services.store.write((tx) => addServer(tx, other.id, 'theirs'));
    const own = core.services.store.write((tx) => addServer(tx, organizationId, 'ours'));
    const scoped = (id: string) => ({
      organizationId,
      variables: [{ ...plain('A', '1'), scope: { server: [id] } }],
    });
    const unknown = { code: 'NOT_FOUND', data: { kind: 'server' } };
    await expect(client.organizationVariables.replace(scoped(foreign))).rejects.toMatchObject(unknown);
    const writer = holderOf('Blind', ['organizationVariables.write']);
    await expect(writer.organizationVariables.replace(scoped(own))).rejects.toMatchObject(unknown);
    expect((await client.organizationVariables.replace(scoped(own))).version).toBe(2);
  });

  it('that ties with another value is refused where it stands, but one that is stored holds nothing up', async () => {
    const [a, b] = core.services.store.write((tx) => [
      addServer(tx, organizationId, 'a'),
      addServer(tx, organizationId, 'b'),
    ]);
    const on = (...server: string[]) => ({ ...plain('PORT', server.join()), scope: { server } });
    const tied = [plain('PORT', '1'), on(a), on(a, b)];
    const refused = { code: 'INVALID_INPUT', data: { issues: [{ path: 'variables.2.scope' }] } };
    await expect(client.projectVariables.replace({ projectId, variables: tied })).rejects.toMatchObject(
      refused,
    );
    await client.projectVariables.replace({ projectId, variables: tied.slice(0, 2) });
    const stored = core.services.store.database;
    stored.run(
      sql
        .updateTable('variable')
        .set({ scope: JSON.stringify({ server: [a, b] }) })
        .where('scope', '=', ''),
    );
    const later = [on(a, b), on(a), plain('OTHER', 'x')];
    expect((await client.projectVariables.replace({ projectId, variables: later })).variables).toHaveLength(
      3,
    );
  });

  it('of a stored secret changes only with its value', async () => {
    const scope = { environment: [environmentId] };
    await client.projectVariables.replace({ projectId, variables: [{ ...secret('KEY', 's3cret'), scope }] });
    await client.projectVariables.replace({ projectId, variables: [{ ...secret('KEY'), scope }] });
    await expect(
      client.projectVariables.replace({ projectId, variables: [secret('KEY')] }),
    ).rejects.toMatchObject({ data: { issues: [{ path: 'variables.0.value' }] } });
    expect(await client.projectVariables.reveal({ projectId, name: 'KEY', scope })).toEqual({
      value: 's3cret',
    });
  });
});

describe('earlier saves', () => {
  it('say who saved what when, and can be looked at and restored, secrets too', async () => {
    await client.projectVariables.replace({ projectId, variables: [plain('A', '1'), secret('KEY', 'old')] });
    await client.projectVariables.replace({ projectId, variables: [plain('A', '2'), secret('KEY', 'new')] });
    await client.projectVariables.replace({ projectId, variables: [plain('B', '3')] });
    const saves = await client.projectVariables.history({ projectId });
    expect(saves.map(({ version, by }) => [version, by])).toEqual([
      [4, 'Olive Owner'],
      [3, 'Olive Owner'],
      [2, 'Olive Owner'],
    ]);
    expect(saves[0]?.changes).toEqual([
      { name: 'A', change: 'removed' },
      { name: 'KEY', change: 'removed' },
      { name: 'B', change: 'added' },
    ]);
    expect((await client.projectVariables.list({ projectId, version: 2 })).variables).toEqual([
      { name: 'A', value: '1', isSecret: false },
      { name: 'KEY', isSecret: true },
    ]);
    const restored = await client.projectVariables.restore({ projectId, earlier: 2, version: 4 });
    expect(restored.version).toBe(5);
    expect(await client.projectVariables.reveal({ projectId, name: 'KEY' })).toEqual({ value: 'old' });
    const [event] = newestEvents(core, 2).filter(({ operation }) => operation === 'projectVariables.restore');
    expect(event?.detail ?? '').not.toContain('old');
    await expect(client.projectVariables.restore({ projectId, earlier: 99 })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'version' },
    });
  });

  it('are the last fifty, sealed as a whole', async () => {
    for (let at = 0; at < 55; at += 1)
      await client.serviceVariables.replace({ serviceId, variables: [plain('NEEDLE_IN_TEXT', `v${at}`)] });
    const saves = await client.serviceVariables.history({ serviceId });
    expect(saves).toHaveLength(50);
    expect(saves.at(-1)?.version).toBe(7);
    const kept = core.services.store.database.connection
      .prepare('SELECT content FROM variable_save')
      .pluck()
      .all() as Buffer[];
    expect(kept.some((content) => content.includes('NEEDLE'))).toBe(false);
  });
});

describe('a copy', () => {
  it('takes the plain ones of every level that the copier may read, scopes and all', async () => {
    const staging = await client.environment.create({ projectId, name: 'staging' });
    await client.projectVariables.replace({
      projectId,
      variables: [
        secret('KEY', 's'),
        { ...plain('HOST', 'staging-host'), scope: { environment: [staging.id] } },
      ],
    });
    await client.environmentVariables.replace({ environmentId, variables: [plain('E', '1')] });
    const copy = await client.project.duplicate({ projectId, name: 'copy' });
    const environments = await client.environment.list({ projectId: copy.id });
    const copied = environments.find(({ name }) => name === 'staging');
    expect((await client.projectVariables.list({ projectId: copy.id })).variables).toEqual([
      { name: 'HOST', value: 'staging-host', isSecret: false, scope: { environment: [copied?.id] } },
    ]);
    const first = environments.find(({ name }) => name === 'production')?.id ?? '';
    expect((await client.environmentVariables.list({ environmentId: first })).variables).toHaveLength(1);
    const copier = holderOf('Copier', [
      ...(['project.read', 'project.create', 'environment.read'] as const),
      ...(['environment.create', 'service.read', 'service.create'] as const),
    ]);
    const bare = await copier.project.duplicate({ projectId, name: 'bare' });
    expect((await client.projectVariables.list({ projectId: bare.id })).variables).toEqual([]);
  });
});

describe('the preview of a service', () => {
  const wide = () =>
    client.organizationVariables.replace({
      organizationId,
      variables: [plain('HOST', 'needle'), secret('KEY', 'needle-key')],
    });

  it('says where each value comes from and what it overrides, secrets and what refers to them masked', async () => {
    await wide();
    await client.projectVariables.replace({ projectId, variables: [plain('HOST', 'p')] });
    const variables = [plain('URL', '${{HOST}}:${{KEY}}'), plain('X', '${{HOST}}')];
    await client.serviceVariables.replace({ serviceId, variables });
    expect(await client.serviceVariables.resolved({ serviceId })).toEqual({
      variables: [
        { name: 'KEY', isSecret: true, level: 'organization', overrides: [] },
        {
          name: 'HOST',
          value: 'p',
          isSecret: false,
          level: 'project',
          overrides: [{ level: 'organization' }],
        },
        { name: 'URL', isSecret: true, level: 'service', overrides: [] },
        { name: 'X', value: 'p', isSecret: false, level: 'service', overrides: [] },
      ],
      problems: [],
      notInherited: [],
    });
  });

  it('is there for an environment without any service, on whatever server, for who may see both', async () => {
    await wide();
    const server = core.services.store.write((tx) => addServer(tx, organizationId, 'a'));
    const scoped = { ...plain('PORT', '2'), scope: { server: [server] } };
    await client.projectVariables.replace({ projectId, variables: [plain('PORT', '1'), scoped] });
    await client.environmentVariables.replace({
      environmentId,
      variables: [plain('URL', '${{HOST}}:${{PORT}}')],
    });
    const { id: emptyId } = await client.environment.create({ projectId, name: 'empty' });
    const inAnswer = async (name: string, answer: ReturnType<typeof client.serviceVariables.resolved>) =>
      (await answer).variables.find((each) => each.name === name);
    const asked = client.environmentVariables;
    expect(await inAnswer('PORT', asked.resolved({ environmentId: emptyId }))).toMatchObject({ value: '1' });
    expect(await inAnswer('URL', asked.resolved({ environmentId, serverId: server }))).toMatchObject({
      value: 'needle:2',
    });
    expect(
      await inAnswer('URL', client.serviceVariables.resolved({ serviceId, serverId: server })),
    ).toMatchObject({ value: 'needle:2', level: 'environment' });
    const reader = holderOf('Narrow', ['environmentVariables.read']);
    expect(await inAnswer('URL', reader.environmentVariables.resolved({ environmentId }))).toMatchObject({
      isSecret: null,
    });
    await expect(
      reader.environmentVariables.resolved({ environmentId, serverId: server }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('shows a level that its reader may not read by names alone, through every reference', async () => {
    await wide();
    const variables = [plain('X', 'x-${{organization.HOST}}'), plain('HOST', 'own'), plain('BAD', '${{NO}}')];
    await client.serviceVariables.replace({ serviceId, variables });
    const reader = holderOf('Reader', ['serviceVariables.read']);
    const answer = await reader.serviceVariables.resolved({ serviceId });
    expect(answer).toEqual({
      variables: [
        { name: 'KEY', isSecret: null, level: 'organization', overrides: [] },
        { name: 'X', isSecret: null, level: 'service', overrides: [] },
        { name: 'HOST', value: 'own', isSecret: false, level: 'service', overrides: [] },
      ],
      problems: [expect.stringContaining('BAD → NO')],
      notInherited: [],
    });
    expect(JSON.stringify(answer)).not.toContain('needle');
  });
});

describe('a database', () => {
  const names = ['PGHOST', 'POSTGRES_HOST_AUTH_METHOD', 'MYSQL_HOST', 'DATABASE_URL'];
  const databaseOf = async (spec: object): Promise<string> => {
    const { id } = await client.service.create({ environmentId, name: 'db', type: 'database' });
    await client.service.configure({
      serviceId: id,
      spec: DatabaseSpec.parse({ type: 'database', ...spec }),
    });
    return id;
  };

  it('inherits nothing that its image reads itself, says so, and has what is set for itself', async () => {
    const variables = [...names.map((name) => plain(name, 'needle')), plain('PGPORT', '${{NOWHERE}}')];
    await client.environmentVariables.replace({ environmentId, variables });
    const id = await databaseOf({ engine: 'postgres', version: '17' });
    expect(resolved(id)).toEqual({ MYSQL_HOST: 'needle', DATABASE_URL: 'needle' });
    const answer = await client.serviceVariables.resolved({ serviceId: id });
    const reason = 'the image of PostgreSQL reads it itself';
    expect(answer.notInherited).toEqual(
      ['PGHOST', 'POSTGRES_HOST_AUTH_METHOD'].map((name) => ({ name, level: 'environment', reason })),
    );
    expect(answer.problems).toEqual([]);
    const own = [plain('PGHOST', '${{environment.PGHOST}}!'), plain('PGTZ', 'UTC')];
    await client.serviceVariables.replace({ serviceId: id, variables: own });
    expect(resolved(id)).toMatchObject({ PGHOST: 'needle!', PGTZ: 'UTC' });
    expect(resolved()).toMatchObject({ PGHOST: 'needle' });
  });

  it('of an image of which nothing is known inherits everything', async () => {
    const variables = names.map((name) => plain(name, 'x'));
    await client.projectVariables.replace({ projectId, variables });
    const id = await databaseOf({ engine: 'other', image: 'acme/db:1', port: 1, dataDirectory: '/data' });
    expect(Object.keys(resolved(id))).toEqual(names);
  });
});

describe('nobody', () => {
  it('of another organization learns whether there are any', async () => {
    const stranger = await addStranger(core);
    for (const id of [projectId, 'prj_none']) {
      await expect(stranger.client.projectVariables.list({ projectId: id })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });

  it('reads one level by holding another, and writing is not reading', async () => {
    const writer = holderOf('Writer', ['projectVariables.write', 'serviceVariables.read', 'secret.reveal']);
    const forbidden = { code: 'FORBIDDEN' };
    await writer.projectVariables.replace({ projectId, variables: [plain('A', '1')] });
    await expect(writer.projectVariables.list({ projectId })).rejects.toMatchObject(forbidden);
    expect(await writer.projectVariables.restore({ projectId, earlier: 2 })).toEqual({ version: 2 });
    await expect(writer.projectVariables.history({ projectId })).rejects.toMatchObject(forbidden);
    await expect(writer.environmentVariables.list({ environmentId })).rejects.toMatchObject(forbidden);
    await expect(writer.organizationVariables.list({ organizationId })).rejects.toMatchObject(forbidden);
    expect(await writer.serviceVariables.list({ serviceId })).toEqual({ version: 1, variables: [] });
  });
});
