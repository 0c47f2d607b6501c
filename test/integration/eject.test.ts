// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tarOf } from '#shared/model/tar.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addService, deploy, endServices, type Ground, makeGround, specOf } from './deploy-support.ts';

const value = 'a\'b"c\\d $HOME ${NOPE} $$ {{.X}}\nline\t#x';
const text = `# mine
services:
  web: {image: "quayside-lab/app:\${TAG}", environment: {ODD: "\${ODD}"}, volumes: ["data:/data", "./kept:/kept"]}
volumes: {data: }
`;

describeOnLab('an environment that is taken along', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    ground = await makeGround(server);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  it('runs alone by docker compose, with its data, its values and its images', async () => {
    const { client, environmentId } = ground;
    const mounts = [
      { type: 'volume' as const, name: 'data', target: '/data', readOnly: false },
      { type: 'file' as const, target: '/etc/my.conf', content: value, mode: '440' },
    ];
    const web = await addService(
      ground,
      'web',
      specOf({ mounts, command: ['sh', '-c', 'echo "$0" >/data/arg; exec /bin/app', value] }),
    );
    const shop = await addService(ground, 'shop', {
      type: 'compose',
      files: [
        { path: 'compose.yaml', text },
        { path: '.env', text: 'TAG=1\n' },
      ],
      composeFiles: ['compose.yaml'],
      profiles: [],
      soakSeconds: 1,
      drainSeconds: 60,
    });
    for (const serviceId of [web, shop]) {
      await client.serviceVariables.replace({
        serviceId,
        variables: [{ name: 'ODD', value, isSecret: true }],
      });
      expect(await deploy(ground, serviceId)).toMatchObject({ state: 'succeeded' });
    }
    const idOf = (...filters: string[]) =>
      server.docker('ps', '-q', ...filters.flatMap((filter) => ['--filter', `label=${filter}`]));
    const ours = await idOf(`quayside.service=${shop}`);
    await server.docker('exec', ours, 'sh', '-c', 'touch /data/mine /kept/mine');

    const { files } = await client.environment.eject({ environmentId, secrets: true });
    // nothing of ours is left but what the folder names
    await endServices(server);
    await server.docker('rm', '-f', ours);
    await server.must(['tar', '-xpf', '-', '-C', '/srv'], { input: Buffer.from(tarOf('out', files, 0)) });
    const compose = (folder: string, ...argv: string[]) =>
      server.must(['docker', 'compose', '--project-directory', `/srv/out/${folder}`, ...argv]);
    const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
    const network = /docker network create (\S+)/.exec(readme)?.[1] ?? '';
    await server.docker('network', 'create', network);
    for (const folder of ['', 'compose/shop']) {
      await compose(folder, 'config', '-q');
      await compose(folder, 'up', '-d');
    }
    const alone = async (part: string) => (await idOf(`com.docker.compose.service=${part}`)).split('\n');
    const [one = '', two = ''] = await alone('web');
    const inside = (id: string, ...argv: string[]) => server.docker('exec', id, ...argv);
    const containers = await Promise.all(
      [one, two].map(async (id) => ({ id, odd: await inside(id, 'sh', '-c', 'printf "%s|" "$ODD"') })),
    );
    expect(containers.map(({ odd }) => odd)).toEqual([`${value}|`, `${value}|`]);
    const found = await server.must([
      'sh',
      '-c',
      'for id in $(docker ps -q); do docker exec $id sh -c "ls /data /kept 2>/dev/null || true"; done',
    ]);
    expect(found).toContain('mine');
    expect(found.match(/mine/g)).toHaveLength(2);
    const config = await compose('', 'config', '--format', 'json');
    expect(JSON.stringify(JSON.parse(config))).toContain('quayside');
    const app = await compose('', 'ps', '-q');
    expect(await inside(app, 'sh', '-c', 'printf "%s|" "$(cat /etc/my.conf)"')).toBe(`${value}|`);
    await expect.poll(() => inside(app, 'cat', '/data/arg')).toBe(value);
    const other = await compose('compose/shop', 'ps', '-q');
    // each is found by the other, by the names that they had
    await inside(other, 'wget', '-q', '-O', '/dev/null', 'http://web:8080/health');
    await inside(app, 'wget', '-q', '-O', '/dev/null', 'http://web.shop:8080/health');
  }, 240_000);
});
