// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type GitHost, type LabServer, startGitHost, startServer } from '#test/lab/index.ts';
import { addService, deploy, type Ground, makeGround, untilEnd } from './deploy-support.ts';

const composeFile = `
services:
  web:
    build: ../app
    environment: {LEVEL: "\${LEVEL}"}
    volumes: ["../conf:/conf:ro", "./kept:/kept"]
    secrets: [token]
  other:
    extends: {file: ../common.yaml, service: base}
secrets: {token: {file: ./token.txt}}
`;
const tree = {
  'deploy/compose.yaml': composeFile,
  'deploy/.env': 'LEVEL=from-file\n',
  'deploy/token.txt': 'hush',
  'common.yaml': 'services: {base: {image: "quayside-lab/app:1", env_file: settings.env}}\n',
  'settings.env': 'KIND=base\n',
  'app/Dockerfile': 'FROM quayside-lab/app:1\nCOPY said.txt /said.txt\n',
  'app/said.txt': 'one',
  'conf/site.conf': 'site one',
};

describeOnLab('deploying a compose project from git', () => {
  let server: LabServer;
  let git: GitHost;
  let ground: Ground;

  beforeAll(async () => {
    [server, git] = await Promise.all([
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] }),
      startGitHost(),
    ]);
    ground = await makeGround(server);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await Promise.all([server?.stop(), git?.machine.stop()]);
  });

  const specOf = (url: string, more: Partial<ComposeSpec> = {}): ComposeSpec => ({
    type: 'compose',
    source: { type: 'git', url, ref: { type: 'branch', name: 'main' } },
    files: [],
    composeFiles: ['deploy/compose.yaml'],
    profiles: [],
    soakSeconds: 1,
    drainSeconds: 60,
    ...more,
  });
  const inPart = async (serviceId: string, part: string, ...argv: string[]) => {
    const filters = [`label=quayside.service=${serviceId}`, `label=com.docker.compose.service=${part}`];
    const id = await server.docker('ps', '-q', ...filters.flatMap((each) => ['--filter', each]));
    return argv.length === 0 ? id : server.docker('exec', id, ...argv);
  };

  const jobsLeft = () =>
    server.must(['sh', '-c', 'ls /var/lib/quayside/jobs | grep -c -e look -e fetch -e opinion || true']);

  it('fetches, builds and starts it, follows its branch, and goes back to the commit and variables of before', async () => {
    const { client } = ground;
    const repository = await git.createRepository('stack', tree);
    const serviceId = await addService(ground, 'stack', specOf(repository.httpsUrl));
    const planned = await client.deployment.plan({ serviceId });
    expect(planned.blockers).toEqual([]);
    expect(planned.warnings).toEqual([]);
    const seen = await client.service.composition({ serviceId });
    expect(seen).toMatchObject({ commit: repository.commit, problems: [], parts: ['web', 'other'] });
    expect(seen.text).toContain('KIND: base');
    const first = await deploy(ground, serviceId);
    expect(first, first.reason ?? '').toMatchObject({ state: 'succeeded', commit: repository.commit });
    expect(await inPart(serviceId, 'web', 'cat', '/said.txt', '/conf/site.conf', '/run/secrets/token')).toBe(
      'onesite onehush',
    );
    expect(await inPart(serviceId, 'web', 'sh', '-c', 'printf %s "$LEVEL"')).toBe('from-file');
    await inPart(serviceId, 'web', 'touch', '/kept/mine');
    const other = await inPart(serviceId, 'other');

    const commit = await git.commit(repository, {
      ...tree,
      'app/said.txt': 'two',
      'conf/site.conf': 'site two',
    });
    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'LEVEL', value: 'set' }] });
    const second = await deploy(ground, serviceId);
    expect(second, second.reason ?? '').toMatchObject({ state: 'succeeded', commit });
    expect(await inPart(serviceId, 'web', 'cat', '/said.txt', '/conf/site.conf')).toBe('twosite two');
    expect(await inPart(serviceId, 'web', 'sh', '-c', 'printf %s "$LEVEL"; ls /kept')).toBe('setmine');
    expect(await inPart(serviceId, 'other')).toBe(other);

    const { id } = await client.deployment.rollback({ deploymentId: first.id });
    const back = await untilEnd(ground, id);
    expect(back, back.reason ?? '').toMatchObject({ state: 'succeeded', commit: repository.commit });
    expect(await inPart(serviceId, 'web', 'cat', '/said.txt', '/conf/site.conf')).toBe('onesite one');
    expect(await inPart(serviceId, 'web', 'sh', '-c', 'printf %s "$LEVEL"')).toBe('from-file');
    expect(await jobsLeft()).toBe('0');
  }, 240_000);

  it('names what is not there, and what leads out of the repository', async () => {
    const bad = await git.createRepository('bad', {
      'compose.yaml': 'services: {web: {image: "quayside-lab/app:1", env_file: missing.env}}\n',
      'inner.yaml': { link: 'compose.yaml' },
      'link.yaml': { link: '/etc/hostname' },
      'far.yaml': { link: '../../../../etc/hostname' },
      'secret.yaml': 'services: {web: {image: a, env_file: far.yaml}}\n',
      'out.yaml': 'services: {web: {image: a, volumes: ["../../etc:/x"]}}\n',
    });
    const serviceId = await addService(
      ground,
      'bad',
      specOf(bad.httpsUrl, { composeFiles: ['compose.yaml'] }),
    );
    const { blockers } = await ground.client.deployment.plan({ serviceId });
    expect(blockers.join(' ')).toContain("missing.env is none of this service's files");
    expect((await deploy(ground, serviceId)).reason).toContain("missing.env is none of this service's files");
    expect(await jobsLeft()).toBe('0');
    const spec = specOf(bad.httpsUrl, { composeFiles: ['out.yaml'] });
    const { findings } = await ground.client.service.compose({ serviceId, spec });
    expect(findings).toMatchObject([{ rule: 'host-path' }]);
    const problemsOf = async (file: string) => {
      const read = { serviceId, spec: specOf(bad.httpsUrl, { composeFiles: [file] }) };
      const { problems } = await ground.client.service.compose(read);
      return problems.map(({ message }) => message).join(' ');
    };
    for (const file of ['nothing.yaml', 'link.yaml', 'far.yaml'])
      expect(await problemsOf(file), file).toContain(`${file} is none of this service's files`);
    expect(await problemsOf('secret.yaml')).toContain("far.yaml is none of this service's files");
    expect(await problemsOf('inner.yaml')).toContain('missing.env');
  }, 120_000);
});
