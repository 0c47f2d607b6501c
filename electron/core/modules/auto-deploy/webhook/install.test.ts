import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GitProviderType, gitProviderTypes } from '#shared/model/git-provider.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { type GitProviderServer, goodToken, startGitProvider } from '#test/support/git-provider-server.ts';
import type { Core } from '../../../create-core.ts';
import { generateKeyPair } from '../../../remote/ssh/private-key.ts';
import { sql } from '../../../store/database.ts';

const hooksAt = 'https://hooks.example.com';
const repository = 'acme/app-1';

let core: Core;
let owner: TestClient;
let organizationId: string;
let provider: GitProviderServer;
let gitProviderId: string;
let environmentId: string;
let serviceId: string;
let held: { readonly what: string; begin(): Promise<void> } | undefined;

/** Holds the next question of a kind, such as `DELETE`, from when it is asked until it is let go. */
const hold = (what: string) => {
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const begin = (): Promise<void> => {
    held = undefined;
    asked.resolve();
    return released.promise;
  };
  held = { what, begin };
  return { asked: asked.promise, release: released.resolve };
};

const start = async (type: GitProviderType): Promise<void> => {
  provider = await startGitProvider(type);
  // sources are fetched over https alone, and the stand-in speaks http
  const ask = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    if (held && `${init.method} ${url.pathname}`.startsWith(held.what)) await held.begin();
    return ask(String(url).replace('https:', 'http:'), init);
  });
  ({ core, client: owner, organizationId } = await createOwnedCore({ hooksAt }));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'shop' });
  environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  ({ id: gitProviderId } = await owner.gitProvider.create({
    organizationId,
    name: 'Forge',
    type,
    baseUrl: baseUrl(),
    ...(type === 'bitbucket' ? { workspace: 'acme' } : {}),
    accessToken: goodToken,
  }));
  serviceId = await addService('web');
};

const baseUrl = (): string => provider.baseUrl.replace('http:', 'https:');

const specOf = (path: string) => ({
  source: {
    type: 'git' as const,
    url: `${baseUrl()}/${path}.git`,
    ref: { type: 'branch' as const, name: 'main' },
  },
});

const addService = async (name: string, path = repository): Promise<string> =>
  (await owner.service.create({ environmentId, name, spec: specOf(path) })).id;

afterEach(async () => {
  held = undefined;
  vi.unstubAllGlobals();
  await core.close();
  await provider.stop();
});

const install = (id = serviceId) => owner.autoDeploy.installWebhook({ serviceId: id, gitProviderId });
const leftovers = async () => (await owner.gitProvider.get({ gitProviderId })).leftovers;

/** What the provider was told the secret is. */
const secretAt = (index = 0): string => {
  const body = provider.webhooks[index]?.body as Record<string, unknown>;
  const config = (body?.['config'] ?? body) as Record<string, string>;
  return config['secret'] ?? config['token'] ?? '';
};

describe.each(gitProviderTypes)('a webhook that is made at a provider of type %s', (type) => {
  beforeEach(() => start(type));

  it('is signed by its secret, comes once, gets another secret, and goes again', async () => {
    const made = await install();
    expect(made).toMatchObject({ type, madeBy: { gitProviderId, name: 'Forge', repository } });
    expect(provider.webhooks).toMatchObject([{ repository }]);
    expect(JSON.stringify(provider.webhooks)).toContain(made.url);
    const first = secretAt();
    await install();
    expect(provider.webhooks).toHaveLength(1);
    expect(secretAt()).toBe(first);
    const { secret } = await owner.autoDeploy.rotateWebhook({ serviceId });
    expect(provider.webhooks).toHaveLength(1);
    expect(secretAt()).toBe(secret);
    expect(await owner.autoDeploy.deleteWebhook({ serviceId })).toEqual({ left: null });
    expect(provider.webhooks).toEqual([]);
  });

  it('leaves the webhooks of others alone, on whatever page they are', async () => {
    for (let id = 1; id <= 60; id += 1) {
      const other = { url: `https://ci.example.com/${id}` };
      provider.webhooks.push({ id, repository, body: { ...other, config: other } });
    }
    await install();
    expect(provider.webhooks).toHaveLength(61);
    await install();
    expect(provider.webhooks).toHaveLength(61);
    await owner.autoDeploy.deleteWebhook({ serviceId });
    expect(provider.webhooks.map(({ id }) => id)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });

  it('goes with its service, and with the deploy key that was put there', async () => {
    await install();
    await owner.service.addDeployKey({ serviceId, gitProviderId, repository });
    await owner.service.addDeployKey({ serviceId, gitProviderId, repository });
    expect(provider.deployKeys).toHaveLength(1);
    await owner.service.delete({ serviceId, typedName: 'web' });
    expect(await leftovers()).toMatchObject([{ kind: 'webhook' }, { kind: 'deploy-key' }]);
    await core.services.leftovers.sweep();
    expect([provider.webhooks, provider.deployKeys, await leftovers()]).toEqual([[], [], []]);
  });

  it.each([401, 403, 404, 422, 500])('is not there where the provider answers %d', async (status) => {
    provider.refuse(status, {}, 'POST');
    expect(await codeOf(install())).toBe('REMOTE_FAILED');
    expect((await owner.autoDeploy.get({ serviceId })).webhook).toBeNull();
    await core.services.leftovers.sweep();
    expect(await leftovers()).toEqual([]);
  });

  it('is nothing that is left where the token may not even look for webhooks', async () => {
    provider.refuse(404);
    expect(await codeOf(install())).toBe('REMOTE_FAILED');
    expect((await owner.autoDeploy.get({ serviceId })).webhook).toBeNull();
    expect(await leftovers()).toEqual([]);
  });

  it.each([403, 500])('goes on where another try is answered %d', async (status) => {
    await install();
    const secret = secretAt();
    provider.refuse(status);
    expect(await codeOf(install())).toBe('REMOTE_FAILED');
    provider.relent();
    await core.services.leftovers.sweep();
    expect((await owner.autoDeploy.get({ serviceId })).webhook?.madeBy).toMatchObject({ repository });
    expect([provider.webhooks.length, secretAt()]).toEqual([1, secret]);
  });

  it.each(['GET', 'POST'])(
    'counts as made there no more where its new secret is refused at %s',
    async (what) => {
      await install();
      provider.refuse(500, {}, what);
      expect(await codeOf(owner.autoDeploy.rotateWebhook({ serviceId }))).toBe('REMOTE_FAILED');
      expect((await owner.autoDeploy.get({ serviceId })).webhook?.madeBy).toBeNull();
      provider.relent();
      await core.services.leftovers.sweep();
      expect([provider.webhooks, await leftovers()]).toEqual([[], []]);
      expect((await install()).madeBy).toMatchObject({ repository });
      expect(provider.webhooks).toHaveLength(1);
    },
  );
});

describe('what a provider does not take away', () => {
  beforeEach(() => start('github'));

  it('is told with the reason, kept, and taken away when it lets go', async () => {
    await install();
    provider.refuse(403, {}, 'DELETE');
    expect((await owner.autoDeploy.deleteWebhook({ serviceId })).left).toMatch(
      /acme\/app-1 still.*may not do that/,
    );
    expect(await leftovers()).toMatchObject([{ kind: 'webhook', repository, problem: expect.any(String) }]);
    provider.relent();
    await owner.gitProvider.test({ gitProviderId });
    expect([provider.webhooks, await leftovers()]).toEqual([[], []]);
  });

  it('is not taken for gone where the token may no longer see it', async () => {
    await install();
    provider.refuse(404);
    expect((await owner.autoDeploy.deleteWebhook({ serviceId })).left).toContain('the token may not see it');
    expect(await leftovers()).toHaveLength(1);
  });

  it('waits behind no number of others that it will never take away', async () => {
    await install();
    addHopeless(25);
    await owner.service.delete({ serviceId, typedName: 'web' });
    await owner.gitProvider.test({ gitProviderId });
    await owner.gitProvider.test({ gitProviderId });
    expect(provider.webhooks).toEqual([]);
    expect(await leftovers()).toHaveLength(25);
    const other = await addService('api');
    await install(other);
    expect(await owner.autoDeploy.deleteWebhook({ serviceId: other })).toEqual({ left: null });
  });

  it('keeps no other provider waiting', async () => {
    const { id: other } = await owner.gitProvider.create({
      organizationId,
      name: 'Other',
      type: 'github',
      baseUrl: baseUrl(),
      accessToken: goodToken,
    });
    await install();
    await owner.service.delete({ serviceId, typedName: 'web' });
    const { asked, release } = hold('DELETE');
    const sweeping = core.services.leftovers.sweep();
    await asked;
    expect(await owner.gitProvider.test({ gitProviderId: other })).toMatchObject({ account: 'robot' });
    expect(provider.webhooks).toHaveLength(1);
    release();
    await sweeping;
    expect(provider.webhooks).toEqual([]);
  });

  it('goes on nobody’s mind with its provider', async () => {
    await install();
    expect(await codeOf(owner.gitProvider.delete({ gitProviderId }))).toBe('CONFLICT');
    await owner.service.delete({ serviceId, typedName: 'web' });
    await owner.gitProvider.delete({ gitProviderId });
    expect(core.services.store.database.all(sql.selectFrom('provider_leftover').selectAll())).toEqual([]);
  });
});

/** Notes what is left of a repository that is gone: the provider says of each that there is no such thing. */
const addHopeless = (count: number): void =>
  core.services.store.write((tx) => {
    for (let each = 1; each <= count; each += 1) {
      const left = { git_provider_id: gitProviderId, repository: 'acme/gone', kind: 'webhook' as const };
      tx.database.run(sql.insertInto('provider_leftover').values({ ...left, known: `${hooksAt}/${each}` }));
    }
  });

describe('a deploy key that a provider has', () => {
  beforeEach(() => start('github'));

  const addKey = (id = serviceId, at = repository) =>
    owner.service.addDeployKey({ serviceId: id, gitProviderId, repository: at });

  it('stays as long as another service fetches by it, and goes with the last', async () => {
    const { privateKey } = generateKeyPair('shared');
    const other = await addService('api');
    for (const id of [serviceId, other]) await owner.service.setDeployKey({ serviceId: id, privateKey });
    await addKey();
    await addKey(other);
    expect(provider.deployKeys).toHaveLength(1);
    await owner.service.delete({ serviceId, typedName: 'web' });
    await core.services.leftovers.sweep();
    expect([provider.deployKeys.length, await leftovers()]).toEqual([1, []]);
    await owner.service.setDeployKey({ serviceId: other });
    await core.services.leftovers.sweep();
    expect([provider.deployKeys, await leftovers()]).toEqual([[], []]);
  });

  it('stays where the same one is set again', async () => {
    const { privateKey } = generateKeyPair('mine');
    await owner.service.setDeployKey({ serviceId, privateKey });
    await addKey();
    await owner.service.setDeployKey({ serviceId, privateKey });
    await core.services.leftovers.sweep();
    expect(provider.deployKeys).toHaveLength(1);
  });

  it('is wanted again where it is added again, also while others are taken away', async () => {
    const [first, second] = [generateKeyPair('first'), generateKeyPair('second')];
    for (const { privateKey } of [first, second]) {
      await owner.service.setDeployKey({ serviceId, privateKey });
      await addKey();
    }
    await owner.service.setDeployKey({ serviceId });
    expect(await leftovers()).toHaveLength(2);
    const { asked, release } = hold('DELETE');
    const sweeping = core.services.leftovers.sweep();
    await asked;
    // the first is on its way out, the second waits for its turn
    await owner.service.setDeployKey({ serviceId, privateKey: second.privateKey });
    const adding = addKey();
    release();
    await Promise.all([sweeping, adding]);
    expect([provider.deployKeys.length, await leftovers()]).toEqual([1, []]);
    expect(JSON.stringify(provider.deployKeys)).toContain(second.publicKey.split(' ')[1]);
  });

  it('is nobody’s mark where it was refused', async () => {
    expect(await codeOf(addKey(serviceId, 'acme/typo'))).toBe('REMOTE_FAILED');
    provider.refuse(422, {}, 'POST');
    expect(await codeOf(addKey())).toBe('REMOTE_FAILED');
    provider.relent();
    await core.services.leftovers.sweep();
    expect(await leftovers()).toEqual([]);
    await owner.gitProvider.delete({ gitProviderId });
  });
});

describe('making a webhook at a provider', () => {
  beforeEach(() => start('gitea'));

  it('needs a source that lies there, a public address, and one way of signing', async () => {
    await owner.service.configure({ serviceId, spec: { source: { type: 'image', image: 'nginx:1' } } });
    expect(await codeOf(install())).toBe('CONFLICT');
    await owner.service.configure({ serviceId, spec: specOf(repository) });
    await owner.autoDeploy.createWebhook({ serviceId, type: 'github' });
    expect(await codeOf(install())).toBe('CONFLICT');
    expect(provider.asked).toEqual([]);
  });

  it('looks again at what it signs once the provider has answered', async () => {
    const { asked, release } = hold('GET');
    const installing = codeOf(install());
    await asked;
    await owner.autoDeploy.createWebhook({ serviceId, type: 'github' });
    release();
    expect(await installing).toBe('CONFLICT');
    expect((await owner.autoDeploy.get({ serviceId })).webhook).toMatchObject({
      type: 'github',
      madeBy: null,
    });
    expect(provider.webhooks).toEqual([]);
  });

  it('goes with the repository: where another one is saved, that of the old one goes', async () => {
    await install();
    await owner.service.configure({ serviceId, spec: specOf('acme/app-2') });
    await install();
    await core.services.leftovers.sweep();
    expect(provider.webhooks).toMatchObject([{ repository: 'acme/app-2' }]);
  });

  it('takes the provider for whoever may use it alone', async () => {
    const dan = clientOf(core, addAccount(core, { organizationId, role: 'Developer', name: 'Dan' }));
    expect(await codeOf(dan.autoDeploy.installWebhook({ serviceId, gitProviderId }))).toBe('NOT_FOUND');
    expect(provider.asked).toEqual([]);
  });

  it('is what a signed delivery comes in by afterwards', async () => {
    const { path } = await install();
    const body = Buffer.from(randomUUID());
    const signature = createHmac('sha256', secretAt()).update(body).digest('hex');
    const headers = { 'x-gitea-event': 'push', 'x-gitea-delivery': '1', 'x-gitea-signature': signature };
    const coming = core.services.autoDeploys.webhooks.begin(path.slice('/hooks/'.length), headers);
    coming.update(body);
    expect(coming.end()).toBe('taken');
  });
});
