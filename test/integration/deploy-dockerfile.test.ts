import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Builder } from '#shared/contract/builder.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  type GitHost,
  type GitRepository,
  type LabRegistry,
  type LabServer,
  startGitHost,
  startRegistry,
  startServer,
} from '#test/lab/index.ts';
import {
  addService,
  deploy,
  endServices,
  type Ground,
  logText,
  makeGround,
  specOf,
} from './deploy-support.ts';

const account = { username: 'robot', password: 'p"a$$:word of the registry' };
const token = 'hush-this-token';

describeOnLab('deploying by a Dockerfile', () => {
  let server: LabServer;
  let git: GitHost;
  let registry: LabRegistry;
  let ground: Ground;
  let repository: GitRepository & { commit: string };
  const app = 'quayside-lab/app:1';

  beforeAll(async () => {
    [server, git, registry] = await Promise.all([
      startServer({ swarm: true, images: [app] }),
      startGitHost(),
      startRegistry(),
    ]);
    await registry.push(server, app, 'private/base:1');
    await registry.requireSignIn(account);
    ground = await makeGround(server);
    repository = await git.createRepository('app', {
      Dockerfile: `FROM ${app}
ARG VERSION
ARG REGION
RUN printf '%s in %s' "$VERSION" "$REGION" >/www/greeting
RUN --mount=type=secret,id=TOKEN wc -c </run/secrets/TOKEN >/www/token-length
USER 65534
RUN cat /www/greeting
USER 0
`,
      'private/Dockerfile': `FROM ${registry.host}/private/base:1\nCOPY note /www/note\nUSER 65534\nRUN cat /www/note\nUSER 0\n`,
      'private/note': 'readable by whoever runs in it',
    });
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), git?.machine.stop(), registry?.stop()]);
  });

  const add = (name: string, directory: string, builder?: Builder) =>
    addService(
      ground,
      name,
      specOf({
        source: {
          type: 'git',
          url: repository.httpsUrl,
          ref: { type: 'branch', name: 'main' },
          directory,
          dockerfile: 'Dockerfile',
          submodules: false,
          ...(builder ? { builder } : {}),
        },
      }),
    );

  const fileIn = async (serviceId: string, path: string): Promise<string> => {
    const found = await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
    return server.docker('exec', found.split('\n')[0] ?? '', 'cat', path);
  };

  it('gives it arguments and secrets, and keeps the secret out of image, log and server', async () => {
    const serviceId = await add('web', '', {
      type: 'dockerfile',
      arguments: [{ name: 'VERSION', value: `it's "1"; $(id)` }, { name: 'REGION' }],
      secrets: ['TOKEN'],
    });
    await expect(ground.client.deployment.create({ serviceId })).rejects.toThrow(
      /cannot have the variable REGION.*cannot have the variable TOKEN/,
    );
    const given = (isSecret: boolean) => ({
      serviceId,
      variables: [
        { name: 'REGION', value: 'north', isSecret },
        { name: 'TOKEN', value: token, isSecret: true },
      ],
    });
    await ground.client.serviceVariables.replace(given(true));
    const plan = await ground.client.deployment.plan({ serviceId });
    expect(plan.blockers.join()).toMatch(/variable REGION: it is a secret/);
    await ground.client.serviceVariables.replace(given(false));
    const ended = await deploy(ground, serviceId);
    const log = await logText(ground.client, ended.id);
    expect(ended.reason, log).toBeNull();
    expect(await fileIn(serviceId, '/www/greeting')).toBe(`it's "1"; $(id) in north`);
    expect(await fileIn(serviceId, '/www/token-length')).toBe(String(token.length));
    expect(log).not.toContain(token);
    expect(await server.docker('history', '--no-trunc', ended.imageId ?? '')).not.toContain(token);
    expect((await server.exec(['grep', '-rl', token, '/var/lib/quayside', '/root'])).stdout).toBe('');
  });

  it('pulls a private base image by the registry of the organization, and leaves no sign-in behind', async () => {
    const serviceId = await add('private', 'private');
    const without = await deploy(ground, serviceId);
    expect(without.state).toBe('failed');
    expect(without.reason).toMatch(/registry of a base image refused[\s\S]*Connections → Registries/);
    await ground.client.registry.create({
      organizationId: ground.organizationId,
      name: 'Lab',
      address: registry.host,
      ...account,
    });
    const ended = await deploy(ground, serviceId);
    const log = await logText(ground.client, ended.id);
    expect(ended.reason, log).toBeNull();
    expect(await fileIn(serviceId, '/www/note')).toBe('readable by whoever runs in it');
    const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
    expect(log).not.toContain(account.password);
    expect((await server.exec(['grep', '-rl', auth, '/var/lib/quayside', '/root'])).stdout).toBe('');
  });
});
