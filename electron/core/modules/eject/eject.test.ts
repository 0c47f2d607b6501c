// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { describe, expect, it } from 'vitest';
import { loadCompose } from '#shared/compose/load.ts';
import type { EjectedFile } from '#shared/contract/ejection.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

const hostile = [
  'a\'b"c\\d',
  '$HOME ${NOPE:-x} $$ $(id)',
  'line\nline\r\nline\t',
  '{{.Node.Hostname}} {$env} %s',
  ' # no comment ',
  '- !!python/object: &a *a',
  '\u202e\u2028\ufeff',
  'yes',
  '007',
  '',
];

const load = (files: readonly EjectedFile[], composeFiles = ['compose.yaml'], variables = {}) =>
  loadCompose({
    files: Object.fromEntries(files.map(({ path, text }) => [path, text])),
    composeFiles,
    profiles: [],
    variables,
  });
const textOf = (files: readonly EjectedFile[], path: string) =>
  files.find((file) => file.path === path)?.text;
const owner = () => world.owner.client;
const image = { source: { type: 'image' as const, image: 'nginx:1' } };

describe('a service that is taken along', () => {
  it('comes back from its files with every value as it was', async () => {
    const { web } = world.nodes;
    const values = hostile.map((value, index) => ({ name: `VALUE_${index}`, value }));
    await owner().serviceVariables.replace({ serviceId: web, variables: values });
    await owner().service.configure({
      serviceId: web,
      spec: {
        source: { type: 'image', image: 'ghcr.io/acme/web:1' },
        command: ['sh', '-c', ...hostile],
        ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 53 }],
        limits: { memoryMiB: 64, cpus: 0.5 },
        healthCheck: { command: ['test', '-f', '$x'] },
        mounts: [
          { type: 'volume', name: 'data', target: '/data' },
          { type: 'tmpfs', target: '/tmp', sizeMiB: 8 },
          { type: 'file', target: '/etc/my conf', content: hostile.join('|'), mode: '440' },
        ],
      },
    });
    const { files, missing } = await owner().service.eject({ serviceId: web });
    const { project, problems } = load(files);
    expect(problems).toEqual([]);
    const service = Object.values(project?.services ?? {})[0];
    expect(service?.environment).toEqual(Object.fromEntries(values.map(({ name, value }) => [name, value])));
    expect(service).toMatchObject({
      image: 'ghcr.io/acme/web:1',
      command: ['sh', '-c', ...hostile],
      ports: [{ target: 80, published: '8080', protocol: 'tcp' }],
      healthcheck: { test: ['CMD', 'test', '-f', '$x'], interval: '10s' },
      deploy: { replicas: 1, resources: { limits: { cpus: 0.5, memory: '64m' } } },
    });
    expect(textOf(files, 'files/web/2-my-conf')).toBe(hostile.join('|'));
    expect(files.find(({ path }) => path === 'files/web/2-my-conf')?.mode).toBe('440');
    expect(files.find(({ path }) => path === 'web.env')?.mode).toBe('600');
    expect(missing).toEqual([]);
    // it never ran, so there is no volume yet
    expect(Object.values(project?.volumes ?? {})).toEqual([{ name: `${web}-data` }]);
  });

  it('runs exactly the image, the variables and the volume of the deployment that runs', async () => {
    const { web } = world.nodes;
    const spec = {
      type: 'application' as const,
      source: { type: 'image' as const, image: 'nginx:1' },
      mounts: [{ type: 'volume' as const, name: 'data', target: '/data', readOnly: false }],
    };
    world.core.services.store.write((tx) =>
      recordDeployment(tx, {
        serviceId: web,
        number: 3,
        spec: { ...spec, replicas: 1, command: [], ports: [], limits: {}, soakSeconds: 1, drainSeconds: 1 },
        variables: [{ name: 'A', value: 'ran', isSecret: false, levels: ['service'] }],
      }),
    );
    await owner().serviceVariables.replace({ serviceId: web, variables: [{ name: 'A', value: 'saved' }] });
    const { files } = await owner().service.eject({ serviceId: web });
    const { project } = load(files);
    expect(Object.values(project?.services ?? {})[0]?.environment).toEqual({ A: 'ran' });
    expect(Object.values(project?.volumes ?? {})).toEqual([{ name: `${web}-data`, external: true }]);
    expect(textOf(files, 'README.md')).toContain('docker compose up -d');
  });

  it('keeps each volume its own, whatever services and volumes are called', async () => {
    const { staging: environmentId, web } = world.nodes;
    const mount = (name: string) => ({ type: 'volume' as const, name, target: '/data' });
    await owner().service.configure({ serviceId: web, spec: { ...image, mounts: [mount('db-data')] } });
    const others = [
      ['web-db', 'data'],
      ['proxy', 'data'],
    ] as const;
    const ids = [web];
    for (const [name, volume] of others) {
      const spec = { ...image, mounts: [mount(volume)] };
      ids.push((await owner().service.create({ environmentId, name, spec })).id);
    }
    await owner().domain.create({ serviceId: web, host: 'a.example.com', port: 80, https: 'none' });
    const { files } = await owner().environment.eject({ environmentId, proxy: 'caddy' });
    const { project, problems } = load(files);
    expect(problems).toEqual([]);
    const mounted = Object.values(project?.services ?? {}).flatMap(({ volumes = [] }) =>
      volumes.flatMap((each) => (each.type === 'volume' ? [each.source] : [])),
    );
    expect(new Set(mounted).size).toBe(4);
    const names = Object.values(project?.volumes ?? {}).map((volume) => volume?.name);
    expect(names).toEqual(expect.arrayContaining([`${ids[0]}-db-data`, `${ids[1]}-data`, `${ids[2]}-data`]));
  });

  it('is built elsewhere as here where Compose can, and says where it cannot', async () => {
    const { staging: environmentId, web } = world.nodes;
    const git = {
      type: 'git' as const,
      url: 'https://example.com/a.git',
      ref: { type: 'branch' as const, name: 'main' },
    };
    const builder = {
      type: 'dockerfile' as const,
      arguments: [{ name: 'A', value: '$1' }],
      secrets: ['TOKEN'],
    };
    await owner().service.configure({ serviceId: web, spec: { source: { ...git, builder } } });
    const add = async (name: string, source: object) =>
      (await owner().service.create({ environmentId, name, spec: { source } as never })).id;
    const site = await add('site', { ...git, builder: { type: 'static' } });
    await add('sent', { type: 'folder' });
    const { files, notes } = await owner().environment.eject({ environmentId });
    const { project, problems } = load(files);
    expect(problems).toEqual([]);
    expect(Object.keys(project?.services ?? {})).toEqual(['web']);
    expect(project?.services.web?.build).toMatchObject({ args: { A: '$1' } });
    expect(notes.join('\n')).toMatch(/web is built with the secrets TOKEN/);
    expect(notes.join('\n')).toMatch(/sent is not in here: it was never built/);
    expect(notes.join('\n')).toMatch(/site is not in here: it was never built/);
    await expect(owner().service.eject({ serviceId: site })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('leaves secrets out unless they are asked for, and does not start without them', async () => {
    const { web } = world.nodes;
    const variables = [
      { name: 'PLAIN', value: 'p' },
      { name: 'TOKEN', value: 's3cr$t', isSecret: true },
    ];
    await owner().service.configure({ serviceId: web, spec: image });
    await owner().serviceVariables.replace({ serviceId: web, variables });
    const without = await owner().service.eject({ serviceId: web });
    expect(JSON.stringify(without)).not.toContain('s3cr$t');
    expect(without.missing).toEqual([{ file: '.env', name: 'WEB_TOKEN' }]);
    expect(
      load(without.files)
        .problems.map(({ message }) => message)
        .join(),
    ).toContain('fill it in');
    const filled = load(without.files, ['compose.yaml'], { WEB_TOKEN: 'x' });
    expect(Object.values(filled.project?.services ?? {})[0]?.environment).toEqual({ PLAIN: 'p', TOKEN: 'x' });
    const withThem = await owner().service.eject({ serviceId: web, secrets: true });
    const { project } = load(withThem.files);
    expect(Object.values(project?.services ?? {})[0]?.environment).toEqual({ PLAIN: 'p', TOKEN: 's3cr$t' });
    expect(world.lastEvent('service.eject')).toMatchObject({ outcome: 'allowed', node_id: web });
  });

  it('holds no more than its taker may see', async () => {
    const { web, staging } = world.nodes;
    const variables = [
      { name: 'PLAIN', value: 'mine-to-know' },
      { name: 'TOKEN', value: 's3cret', isSecret: true },
    ];
    await owner().service.configure({ serviceId: web, spec: image });
    await owner().serviceVariables.replace({ serviceId: web, variables });
    const give = async (permissions: readonly Permission[]) => {
      const roleId = world.custom(`role ${permissions.length}`, { level: 10, reach: 'granted', permissions });
      await owner().member.changeGrants({ memberId: mia.memberId, add: [{ nodeId: staging, roleId }] });
    };
    await give(['project.read', 'environment.read', 'service.read']);
    const bare = await mia.client.service.eject({ serviceId: web });
    expect(JSON.stringify(bare)).not.toMatch(/mine-to-know|PLAIN|TOKEN/);
    expect(bare.notes.join()).toContain('you may not read them');
    await expect(mia.client.service.eject({ serviceId: web, secrets: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'secret.reveal' },
    });
    await give(['project.read', 'environment.read', 'service.read', 'serviceVariables.read']);
    const read = await mia.client.service.eject({ serviceId: web });
    expect(textOf(read.files, 'web.env')).toBe('PLAIN=mine-to-know\n');
    expect(JSON.stringify(read)).not.toContain('s3cret');
  });
});

describe('a compose service that is taken along', () => {
  const text = '# mine\r\nservices:\r\n  web: {image: "nginx:${TAG}", volumes: ["./kept:/kept"]} # \r\n';
  const compose = (env?: string) => ({
    type: 'compose' as const,
    files: [{ path: 'compose.yaml', text }, ...(env === undefined ? [] : [{ path: '.env', text: env }])],
  });
  const create = (spec: ReturnType<typeof compose>) =>
    owner().service.create({ environmentId: world.nodes.production, name: 'stack', spec });

  it('has its files byte for byte, and one over them', async () => {
    const env = '# why\nTAG=1 # here\n';
    const { id } = await create(compose(env));
    const { files } = await owner().service.eject({ serviceId: id });
    expect(textOf(files, 'compose.yaml')).toBe(text);
    expect(textOf(files, '.env')).toBe(env);
    const { project, problems } = load(files, ['compose.yaml', 'compose.override.yaml']);
    expect(problems).toEqual([]);
    expect(project?.name).toMatch(/stack/);
    expect(project?.services.web?.image).toBe('nginx:1');
  });

  it('gets our variables over those of its own, with references between them', async () => {
    const { id } = await create(compose('TAG=${MAJOR}.1\nMAJOR=1\n'));
    const variables = [
      { name: 'MAJOR', value: '2' },
      { name: 'ODD', value: hostile.join('') },
      { name: 'TOKEN', value: 's3cret', isSecret: true },
    ];
    await owner().serviceVariables.replace({ serviceId: id, variables });
    const { files, missing } = await owner().service.eject({ serviceId: id });
    expect(missing).toEqual([{ file: '.env', name: 'TOKEN' }]);
    const both = ['compose.yaml', 'compose.override.yaml'];
    expect(
      load(files, both)
        .problems.map(({ message }) => message)
        .join(),
    ).toContain('fill it in');
    const { project } = load(files, both, { TOKEN: 'x' });
    expect(project?.services.web?.image).toBe('nginx:2.1');
  });

  it('tells Compose of files that it would not find by itself', async () => {
    const { id } = await create({
      ...compose('TAG=1'),
      files: [{ path: 'stacks/a.yaml', text }],
      composeFiles: ['stacks/a.yaml'],
    } as never);
    const { files } = await owner().service.eject({ serviceId: id });
    expect(textOf(files, '.env')).toBe('COMPOSE_FILE=stacks/a.yaml:quayside.override.yaml\n');
  });

  it('has its proxy on the network by which its parts are found, beside a part of that name', async () => {
    const parts =
      'services: {proxy: {image: "a:1", networks: [own], volumes: ["proxy-data:/x"]}, b: {image: "b:1", network_mode: host}}';
    const spec = {
      ...compose(),
      files: [{ path: 'compose.yaml', text: `${parts}\nnetworks: {own: {}}\nvolumes: {proxy-data: {}}\n` }],
    };
    const { id } = await create(spec);
    await owner().domain.create({
      serviceId: id,
      host: 'c.example.com',
      port: 81,
      part: 'proxy',
      https: 'none',
    });
    const { files, notes } = await owner().service.eject({ serviceId: id, proxy: 'caddy' });
    const { project, problems } = load(files, ['compose.yaml', 'compose.override.yaml']);
    expect(problems).toEqual([]);
    expect(project?.services).toMatchObject({
      proxy: { networks: { own: null, quayside: { aliases: ['proxy.stack'] } } },
      b: { network_mode: 'host' },
      'quayside-proxy': { networks: { quayside: null } },
    });
    const own = Object.keys(project?.volumes ?? {});
    expect(own).toEqual(expect.arrayContaining(['proxy-data', 'quayside-proxy-data']));
    expect(project?.services['quayside-proxy']?.volumes).toMatchObject([
      { type: 'bind' },
      { source: 'quayside-proxy-data' },
    ]);
    expect(textOf(files, 'proxy/caddy.json')).toContain('"proxy.stack"');
    expect(notes.join()).toContain('ports 80 and 443');
  });
});

describe('an environment that is taken along', () => {
  it('is one project with its domains, and a folder for each project of its own', async () => {
    const { staging: production, web } = world.nodes;
    await owner().service.configure({ serviceId: web, spec: image });
    const spec = {
      type: 'compose' as const,
      files: [{ path: 'compose.yaml', text: 'services: {a: {image: "a:1"}}' }],
    };
    const { id: stack } = await owner().service.create({ environmentId: production, name: 'stack', spec });
    await owner().domain.create({ serviceId: web, host: 'a.example.com', port: 80, https: 'acme' });
    await owner().domain.create({
      serviceId: stack,
      host: 'b.example.com',
      port: 81,
      part: 'a',
      https: 'none',
    });
    for (const proxy of ['caddy', 'traefik'] as const) {
      const { files } = await owner().environment.eject({ environmentId: production, proxy });
      const root = load(files);
      expect(root.problems).toEqual([]);
      expect(Object.keys(root.project?.services ?? {})).toEqual(expect.arrayContaining(['web', 'proxy']));
      const proxied = files.filter(({ path }) => path.startsWith('proxy/')).map((file) => file.text);
      expect(proxied.join()).toContain('a.example.com');
      expect(proxied.join()).toContain('a.stack');
      const below = files.flatMap(({ path, ...file }) =>
        path.startsWith('compose/stack/') ? [{ ...file, path: path.slice('compose/stack/'.length) }] : [],
      );
      const project = load(below, ['compose.yaml', 'compose.override.yaml']).project;
      expect(project?.services.a?.networks).toEqual({
        default: null,
        quayside: { aliases: ['a.stack', 'stack'] },
      });
    }
  });
});
