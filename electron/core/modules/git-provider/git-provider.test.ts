import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitProviderType, gitProviderTypes } from '#shared/model/git-provider.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import {
  comparedCommits,
  type GitProviderServer,
  goodToken,
  startGitProvider,
} from '#test/support/git-provider-server.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { clientFor } from './client-for.ts';
import { gitLoginFor } from './login-for.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let provider: GitProviderServer;
let running: GitProviderServer | undefined;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
});
afterEach(async () => {
  await core.close();
  await running?.stop();
  running = undefined;
});

const start = async (type: GitProviderType): Promise<void> => {
  provider = await startGitProvider(type);
  running = provider;
};

type New = Parameters<TestClient['gitProvider']['create']>[0];

const add = (type: GitProviderType = 'github', more: Partial<New> = {}) =>
  owner.gitProvider.create({
    organizationId,
    name: 'Forge',
    type,
    ...(running ? { baseUrl: running.baseUrl } : {}),
    ...(type === 'bitbucket' ? { workspace: 'acme' } : {}),
    accessToken: goodToken,
    ...more,
  });

const addService = async (url: string, project = 'shop'): Promise<string> => {
  const { id: projectId } = await owner.project.create({ organizationId, name: project });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  return (await owner.service.create({ environmentId, name: 'web', spec: specOf(url) })).id;
};

const specOf = (url: string) => ({
  source: { type: 'git' as const, url, ref: { type: 'branch' as const, name: 'main' } },
});

describe.each(gitProviderTypes)('a provider of type %s', (type) => {
  beforeEach(() => start(type));

  it('says who the token is, and lists repositories and branches by page and by search', async () => {
    const { id: gitProviderId } = await add(type);
    expect(await owner.gitProvider.test({ gitProviderId })).toMatchObject({
      account: type === 'bitbucket' ? 'acme' : 'robot',
    });
    const first = await owner.gitProvider.repositories({ gitProviderId });
    expect(first.items).toHaveLength(50);
    expect(first.items[0]).toEqual({
      path: 'acme/app-1',
      httpsUrl: `${provider.baseUrl}/acme/app-1.git`,
      sshUrl: 'git@git.example.com:acme/app-1.git',
      defaultBranch: 'main',
      isPrivate: true,
    });
    expect(first.hasMore).toBe(true);
    const last = await owner.gitProvider.repositories({ gitProviderId, page: 3 });
    expect(last).toMatchObject({ items: { length: 20 }, hasMore: false });
    const found = await owner.gitProvider.repositories({ gitProviderId, search: 'app-12' });
    expect(found.items.map(({ path }) => path)).toEqual(['acme/app-12', 'acme/app-120']);
    const repository = 'acme/app-1';
    expect(await owner.gitProvider.branches({ gitProviderId, repository })).toEqual({
      items: ['main', 'develop', 'feature/login'],
      hasMore: false,
    });
    expect(await owner.gitProvider.branches({ gitProviderId, repository, search: 'feature/' })).toEqual({
      items: ['feature/login'],
      hasMore: false,
    });
    expect(provider.asked.join()).not.toContain(goodToken);
  });

  it('tells what changed between two commits, with old names, or that it cannot tell all of it', async () => {
    const { id } = await add(type);
    const client = await clientFor(core.services, id, new AbortController().signal);
    const { base, head, diverged } = comparedCommits;
    expect((await client.changedPaths('acme/app-1', { base, head }))?.toSorted()).toEqual([
      'api/main.go',
      'docs/new.md',
      'docs/old.md',
    ]);
    expect(await client.changedPaths('acme/app-1', { base, head: diverged })).toBeNull();
  });

  it('gives a service a deploy key that reads one repository', async () => {
    const { id: gitProviderId } = await add(type);
    const serviceId = await addService('git@git.example.com:acme/app-1.git');
    const { deployKey } = await owner.service.addDeployKey({
      serviceId,
      gitProviderId,
      repository: 'acme/app-1',
    });
    expect(deployKey).toMatch(/^ssh-ed25519 /);
    expect(provider.deployKeys).toMatchObject([{ repository: 'acme/app-1', body: { key: deployKey } }]);
    const [{ body } = { body: {} }] = provider.deployKeys;
    expect(body).not.toMatchObject({ read_only: false });
    expect(body).not.toMatchObject({ can_push: true });
  });

  it.each([
    [401, {}, 'REMOTE_FAILED', 'It refuses the token.'],
    [403, {}, 'REMOTE_FAILED', 'The token may not do that.'],
    [404, {}, 'REMOTE_FAILED', 'There is no such thing there'],
    [500, {}, 'REMOTE_FAILED', 'status 500'],
    [429, { 'retry-after': '60' }, 'LIMIT', 'ask no more for now'],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000' }, 'LIMIT', 'Try again at 2030'],
  ] as const)('says in words why it answered %d %j', async (status, headers, code, words) => {
    const { id: gitProviderId } = await add(type);
    provider.refuse(status, headers);
    await expect(owner.gitProvider.repositories({ gitProviderId })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });
});

describe('the token of a git provider', () => {
  const text = 'a-very-secret-token';

  it('is sealed, and answered and told to nobody', async () => {
    const made = await add('github', { accessToken: text });
    await owner.gitProvider.update({ gitProviderId: made.id, accessToken: `${text}-2` });
    const { database } = core.services.store;
    const kept = JSON.stringify([
      made,
      await owner.gitProvider.list({ organizationId }),
      await owner.audit.list({ organizationId }),
      database
        .all(sql.selectFrom('git_provider').selectAll())
        .map((row) => ({ ...row, token: Buffer.from(row.token).toString('latin1') })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).toContain('Forge');
    expect(kept).not.toContain(text);
  });

  it('stays where it is not given, and goes to no other address', async () => {
    await start('github');
    const { id: gitProviderId } = await add();
    await expect(
      owner.gitProvider.update({ gitProviderId, baseUrl: 'https://evil.example.com' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'accessToken' }] } });
    await owner.gitProvider.update({ gitProviderId, name: 'Same', baseUrl: `${provider.baseUrl}/` });
    expect(await owner.gitProvider.test({ gitProviderId })).toMatchObject({ account: 'robot' });
  });

  it('fetches for the one address that a service was bound to, and for no other', async () => {
    const { id: gitProviderId } = await owner.gitProvider.create({
      organizationId,
      name: 'GitHub',
      type: 'github',
      accessToken: text,
    });
    const url = 'https://github.com/acme/web.git';
    const serviceId = await addService(url);
    const loginFor = (to: string) => gitLoginFor(core.services, { serviceId, url: to });
    expect(await loginFor(url)).toBeNull();
    expect(await owner.service.setGitProvider({ serviceId, gitProviderId })).toMatchObject({ gitProviderId });
    expect(await loginFor(url)).toEqual({
      username: 'x-access-token',
      password: text,
      origin: 'https://github.com',
    });
    const other = 'https://github.com/acme/secrets.git';
    await owner.service.configure({ serviceId, spec: specOf(other) });
    expect((await owner.service.get({ serviceId })).gitProviderId).toBeNull();
    expect(await loginFor(other)).toBeNull();
    for (const elsewhere of ['git@github.com:acme/web.git', 'https://github.com.evil.example/acme/web.git']) {
      await owner.service.configure({ serviceId, spec: specOf(elsewhere) });
      await expect(owner.service.setGitProvider({ serviceId, gitProviderId })).rejects.toMatchObject({
        code: 'CONFLICT',
        data: { field: 'gitProviderId' },
      });
    }
    await owner.service.configure({ serviceId, spec: specOf(url) });
    expect(await loginFor(url)).not.toBeNull();
    await owner.service.setGitProvider({ serviceId, gitProviderId, repositoryUrl: other });
    expect(await Promise.all([url, other].map(loginFor))).not.toContain(null);
    await owner.service.setGitProvider({ serviceId, gitProviderId });
    expect(await loginFor(other)).toBeNull();
    await owner.service.setGitProvider({ serviceId, gitProviderId: null });
    expect(await loginFor(url)).toBeNull();
  });
});

describe('an address', () => {
  it.each([
    ['gitea', undefined, 'is needed'],
    ['gitea', 'http://git.example.com', 'must begin with https://'],
    ['gitea', 'https://me:pw@git.example.com', 'without a password'],
    ['gitea', 'ssh://git.example.com', 'must be an address'],
    ['bitbucket', 'https://bitbucket.org', 'lists repositories by workspace'],
  ] as const)('of %s %s is refused', async (type, baseUrl, words) => {
    const input = { organizationId, name: 'Forge', type, accessToken: 'x', ...(baseUrl ? { baseUrl } : {}) };
    await expect(owner.gitProvider.create(input)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(words),
    });
  });

  it('of this machine is neither taken nor asked for a stranger, who is told nothing of what listens there', async () => {
    await start('gitea');
    const eve = clientOf(core, addAccount(core, { organizationId, role: 'Admin', name: 'Eve' }));
    const mine = { organizationId, name: 'Mine', type: 'gitea', accessToken: goodToken } as const;
    await expect(eve.gitProvider.create({ ...mine, baseUrl: provider.baseUrl })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'baseUrl' }] },
    });
    const { id: gitProviderId } = await eve.gitProvider.create({
      ...mine,
      baseUrl: 'https://localhost.example.com',
    });
    const { port } = new URL(provider.baseUrl);
    core.services.store.database.run(
      sql
        .updateTable('git_provider')
        .set({ base_url: `https://127.0.0.1:${port}` })
        .where('id', '=', gitProviderId),
    );
    await expect(eve.gitProvider.test({ gitProviderId })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { stderr: 'It could not be reached.' },
    });
    expect(provider.asked).toEqual([]);
  });
});

describe('who may use a git provider', () => {
  it('is whom it was granted to: others are neither listed nor offered, by whatever operation', async () => {
    const [one, two] = [await add('github'), await add('github', { name: 'Other' })];
    const url = 'https://github.com/acme/web.git';
    const serviceId = await addService(url);
    const projectId = (await owner.project.list({ organizationId }))[0]?.id ?? '';
    const { name: role } = await owner.role.create({
      organizationId,
      name: 'Builder',
      level: 10,
      reach: 'granted',
      permissions: ['gitProvider.read', 'service.read', 'service.update'],
    });
    const account = addAccount(core, { organizationId, role, name: 'Bo' });
    const bo = clientOf(core, account);
    const memberId =
      (await owner.member.list({ organizationId })).find(({ name }) => name === 'Bo')?.id ?? '';
    await owner.member.changeGrants({ memberId, add: [{ nodeId: projectId }, { nodeId: one.id }] });
    expect((await bo.gitProvider.list({ organizationId })).map(({ name }) => name)).toEqual(['Forge']);
    expect(await codeOf(bo.gitProvider.get({ gitProviderId: two.id }))).toBe('NOT_FOUND');
    expect(await codeOf(bo.service.setGitProvider({ serviceId, gitProviderId: two.id }))).toBe('NOT_FOUND');
    expect(await codeOf(bo.service.setGitProvider({ serviceId, gitProviderId: one.id }))).toBe('answered');
    expect(await codeOf(bo.gitProvider.update({ gitProviderId: one.id, name: 'Mine' }))).toBe('FORBIDDEN');
    const [grant] = await owner.member.grants({ memberId });
    expect(grant).toBeDefined();
  });

  it('belongs to its organization: no other one finds it', async () => {
    const { id: gitProviderId } = await add('github');
    const other = await owner.organization.create({ name: 'Other' });
    const { id: projectId } = await owner.project.create({ organizationId: other.id, name: 'theirs' });
    const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
    const { id: serviceId } = await owner.service.create({ environmentId, name: 'web' });
    expect(await codeOf(owner.service.setGitProvider({ serviceId, gitProviderId }))).toBe('NOT_FOUND');
    expect(
      await codeOf(owner.service.addDeployKey({ serviceId, gitProviderId, repository: 'acme/web' })),
    ).toBe('NOT_FOUND');
  });

  it('keeps it from being deleted while a service is fetched by it', async () => {
    const { id: gitProviderId } = await owner.gitProvider.create({
      organizationId,
      name: 'GitHub',
      type: 'github',
      accessToken: 'x',
    });
    const serviceId = await addService('https://github.com/acme/web.git');
    await owner.service.setGitProvider({ serviceId, gitProviderId });
    expect(await owner.gitProvider.usage({ gitProviderId })).toEqual([
      { serviceId, path: 'shop/production/web', url: 'https://github.com/acme/web.git' },
    ]);
    await expect(owner.gitProvider.delete({ gitProviderId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining('shop/production/web') },
    });
    await owner.service.setGitProvider({ serviceId, gitProviderId: null });
    expect(await codeOf(owner.gitProvider.delete({ gitProviderId }))).toBe('answered');
  });

  it.each(['../../user', 'acme/../web', 'acme', '/acme/web', 'acme/web/', 'acme/we\u200bb', 'acme/w\neb'])(
    'may ask for no repository that is called %j',
    async (repository) => {
      const { id: gitProviderId } = await add('github');
      expect(await codeOf(owner.gitProvider.branches({ gitProviderId, repository }))).toBe('INVALID_INPUT');
    },
  );

  it.each([`acme/it's "mine"; id`, 'acme/a?b=c#d', 'acme/$(id)%2e'])(
    'is asked for %j as it is called, and finds nothing there',
    async (repository) => {
      await start('gitlab');
      const { id: gitProviderId } = await add('gitlab');
      expect(await codeOf(owner.gitProvider.branches({ gitProviderId, repository }))).toBe('REMOTE_FAILED');
      expect(provider.asked.at(-1)).toContain(
        `/api/v4/projects/${encodeURIComponent(repository)}/repository/branches`,
      );
    },
  );
});
