import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';
import { type AutoDeploys, createAutoDeploys } from './auto-deploys.ts';
import type { Look, LookAt } from './look.ts';

const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
const url = 'https://git.example.com/acme/web.git';

let core: Core;
let owner: TestClient;
let organizationId: string;
let serviceId: string;
let head: Omit<Look, 'changed'>;
let changes: Readonly<Record<string, readonly string[]>>;
let autoDeploys: AutoDeploys;

const specOf = (branch: string, at = url) => ({
  source: { type: 'git' as const, url: at, ref: { type: 'branch' as const, name: branch } },
});

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  // nothing begins: what is asked for waits
  await core.services.runs.close();
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  const made = await owner.service.create({ environmentId, name: 'web', spec: specOf('main'), serverId });
  serviceId = made.id;
  head = { commit: first ?? '', message: null };
  changes = {};
  autoDeploys = createAutoDeploys({ ...core.services, lookAt });
});
afterEach(async () => {
  autoDeploys.close();
  await core.close();
});

/** As a git provider would: what changed since a commit is known where somebody asks for it. */
const lookAt: LookAt = async (_, { since }) => {
  const base = head.commit === null ? null : since(head.commit);
  return { ...head, changed: base === null ? null : (changes[`${base}..${head.commit}`] ?? null) };
};

const addGitProvider = async (): Promise<void> => {
  const forge = {
    name: 'Forge',
    type: 'gitea',
    baseUrl: 'https://git.example.com',
    accessToken: 'x',
  } as const;
  const { id: gitProviderId } = await owner.gitProvider.create({ organizationId, ...forge });
  await owner.service.setGitProvider({ serviceId, gitProviderId });
};

const deployments = async () => (await owner.deployment.list({ serviceId })).items;
const push = async (commit: string | undefined, message: string | null = null): Promise<void> => {
  head = { commit: commit ?? '', message };
  await autoDeploys.look();
};

describe('a service that is deployed by itself', () => {
  it('is off until somebody says so, and then waits for the next push', async () => {
    await push(first);
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({ isOn: false, inNameOf: null });
    await owner.autoDeploy.set({ serviceId, isOn: true });
    await push(first);
    expect(await deployments()).toEqual([]);
    await push(second);
    expect(await deployments()).toMatchObject([
      { number: 1, startedBy: expect.stringMatching(/^\S.*, as main moved to bbbbbbb$/) },
    ]);
    expect(newestEvents(core, 1)).toMatchObject([{ operation: 'deployment.create' }]);
    await push(second);
    expect(await deployments()).toHaveLength(1);
    await owner.autoDeploy.set({ serviceId, isOn: false });
    await push(third);
    expect(await deployments()).toHaveLength(1);
  });

  it('leaves out a commit that asks for it, and takes the next one', async () => {
    await owner.autoDeploy.set({ serviceId, isOn: true, skipWords: ['[no deploy]'] });
    await push(first);
    await push(second, 'Docs only [NO DEPLOY]');
    expect(await deployments()).toEqual([]);
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({ seenCommit: second });
    await push(third, 'Code');
    expect(await deployments()).toHaveLength(1);
  });

  it('leaves out a commit that changes no path that counts, by the patterns of the moment', async () => {
    await addGitProvider();
    const watchPaths = ['api', '!**/*.md'];
    expect(await owner.autoDeploy.set({ serviceId, isOn: true, watchPaths })).toMatchObject({
      isTold: true,
      watchPaths,
    });
    expect(newestEvents(core, 1)).toMatchObject([{ operation: 'autoDeploy.set' }]);
    await push(first);
    changes = {
      [`${first}..${second}`]: ['docs/a.md', 'api/README.md'],
      [`${second}..${third}`]: ['api/x.go'],
    };
    await push(second);
    expect(await deployments()).toEqual([]);
    head = { commit: third ?? '', message: null };
    const { signal } = new AbortController();
    expect(await autoDeploys.preview({ serviceId, watchPaths: ['web'] }, signal)).toMatchObject({
      wouldDeploy: false,
      changed: [{ path: 'api/x.go', counts: false }],
      changedCount: 1,
    });
    await autoDeploys.look();
    expect(await deployments()).toMatchObject([
      { startedBy: expect.stringMatching(/main moved to ccccccc and changed api\/x\.go$/) },
    ]);
    await owner.autoDeploy.set({ serviceId, isOn: true, skipWords: [] });
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({ skipWords: [], watchPaths });
  });

  it('takes paths only where a git provider tells what changed', async () => {
    await expect(owner.autoDeploy.set({ serviceId, isOn: true, watchPaths: ['api'] })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'watchPaths' },
    });
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({ isOn: false, isTold: false });
  });

  it.each(['[a', 'a\\', '!', '', 'a\nb', 'a\u202eb', 'a'.repeat(121)])(
    'takes no path that is called %j',
    async (path) => {
      await addGitProvider();
      expect(await codeOf(owner.autoDeploy.set({ serviceId, isOn: true, watchPaths: [path] }))).toBe(
        'INVALID_INPUT',
      );
    },
  );

  it('begins anew with another branch, whose commit is not deployed by that', async () => {
    await owner.autoDeploy.set({ serviceId, isOn: true });
    await push(first);
    await owner.service.configure({ serviceId, spec: specOf('release') });
    await push(second);
    expect(await deployments()).toEqual([]);
    await push(third);
    expect(await deployments()).toHaveLength(1);
  });

  it('is deployed no more in the name of whom may not, and says so once', async () => {
    const account = addAccount(core, { organizationId, role: 'Developer', name: 'Dan' });
    const dan = clientOf(core, account);
    await dan.autoDeploy.set({ serviceId, isOn: true });
    await push(first);
    const memberId =
      (await owner.member.list({ organizationId })).find(({ name }) => name === 'Dan')?.id ?? '';
    await owner.member.remove({ memberId });
    await push(second);
    expect(await deployments()).toEqual([]);
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({
      inNameOf: 'Dan',
      problem: expect.stringContaining('deployment.create is refused'),
    });
    await owner.autoDeploy.set({ serviceId, isOn: true });
    await autoDeploys.look();
    expect(await deployments()).toMatchObject([
      { startedBy: expect.stringMatching(/^\S.*, as main moved to bbbbbbb$/) },
    ]);
    expect((await owner.autoDeploy.get({ serviceId })).problem).toBeNull();
  });

  it('keeps a commit for later that cannot be deployed now, and why', async () => {
    await owner.autoDeploy.set({ serviceId, isOn: true });
    await push(first);
    await owner.serviceVariables.replace({
      serviceId,
      variables: [{ name: 'A', value: '$' + '{{project.NONE}}' }],
    });
    await push(second);
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({
      seenCommit: first,
      problem: expect.stringContaining('NONE'),
    });
    await owner.serviceVariables.replace({ serviceId, variables: [] });
    await autoDeploys.look();
    expect(await deployments()).toHaveLength(1);
  });

  it.each([
    ['an image', { source: { type: 'image' as const, image: 'nginx:1' } }, 'no git repository'],
    [
      'a tag',
      { source: { type: 'git' as const, url, ref: { type: 'tag' as const, name: 'v1' } } },
      'only a branch moves',
    ],
    ['a repository over SSH', specOf('main', 'git@git.example.com:acme/web.git'), 'over SSH'],
  ])('cannot be of %s', async (_, spec, reason) => {
    await owner.service.configure({ serviceId, spec });
    await expect(owner.autoDeploy.set({ serviceId, isOn: true })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: expect.stringContaining(reason) },
    });
  });

  it('shows before what would be deployed, and changes nothing by that', async () => {
    await owner.autoDeploy.set({ serviceId, isOn: true });
    await push(first);
    head = { commit: second ?? '', message: 'Fix the door\n\nIt was open.' };
    expect(await autoDeploys.preview({ serviceId }, new AbortController().signal)).toEqual({
      branch: 'main',
      commit: second,
      message: 'Fix the door',
      deployedCommit: null,
      changed: null,
      changedCount: null,
      wouldDeploy: true,
      because: 'main moved to bbbbbbb',
    });
    expect(await deployments()).toEqual([]);
    expect(await owner.autoDeploy.get({ serviceId })).toMatchObject({ seenCommit: first });
  });
});
