// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DokployImport, DokployService } from '#shared/contract/dokploy.ts';
import type { TestClient } from '#test/support/create-test-core.ts';
import { applicationRow } from '#test/support/dokploy-instance.ts';
import { type DokployServer, dokployKey, startDokploy } from '#test/support/dokploy-server.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';

const world = openMemberWorld();
const dev = joinEach(world, 'Developer', 'Dev');
const mia = joinEach(world, 'Manager', 'Mia');
let dokploy: DokployServer;
beforeEach(async () => {
  dokploy = await startDokploy();
});
afterEach(() => dokploy.stop());

type Asked = Partial<Parameters<TestClient['dokploy']['import']>[0]>;
const bring = (more: Asked = {}, client = world.owner.client) =>
  client.dokploy.import({
    organizationId: world.organizationId,
    baseUrl: dokploy.url,
    accessToken: dokployKey,
    ...more,
  });
const servicesIn = ({ projects }: DokployImport): DokployService[] =>
  projects.flatMap(({ environments }) => environments.flatMap(({ services }) => services));
const named = (answer: DokployImport, name: string): DokployService =>
  servicesIn(answer).find((each) => each.name === name) ?? expect.fail(`there is no ${name}`);
const notesOf = ({ notes }: { notes: readonly { field: string; text: string }[] }) =>
  notes.map(({ field, text }) => `${field}: ${text}`).join('\n');
const projectNames = async () =>
  (await world.owner.client.project.list({ organizationId: world.organizationId })).map(({ name }) => name);

describe('a project of Dokploy that is brought in', () => {
  it('becomes a project with its environments, services, variables, domains and passwords', async () => {
    const { client } = world.owner;
    const answer = await bring();
    expect(answer.isDone).toBe(true);
    expect(answer.projects).toMatchObject([
      { name: 'Web shop', environments: [{ name: 'production' }, { name: 'staging' }] },
    ]);
    const serviceId = named(answer, 'web').nodeId ?? '';
    const web = await client.service.get({ serviceId });
    expect(web).toMatchObject({ description: 'The shop', currentDeploymentId: null, serverId: null });
    expect(web.spec).toMatchObject({
      source: {
        type: 'git',
        url: 'https://github.com/acme/web.git',
        ref: { type: 'branch', name: 'main' },
        directory: 'apps/web',
        dockerfile: 'Dockerfile',
        target: 'run',
        builder: { arguments: [{ name: 'VERSION', value: '1' }], secrets: ['NPM_TOKEN'] },
      },
      replicas: 2,
      ports: [{ containerPort: 80, hostPort: 8080 }],
      limits: { memoryMiB: 256, cpus: 0.5 },
      healthCheck: {
        command: ['/bin/sh', '-c', 'curl -f http://localhost'],
        intervalSeconds: 15,
        retries: 4,
      },
      updateOrder: 'stop-first',
      mounts: [
        { type: 'volume', name: 'uploads', target: '/data' },
        { type: 'bind', source: '/srv/media', target: '/media' },
        { type: 'file', target: '/etc/app.conf', content: 'a=$${{not.ours}}\n' },
      ],
    });
    expect(await client.serviceVariables.list({ serviceId })).toMatchObject({
      variables: [
        { name: 'DATABASE_URL', isSecret: true, above: '# where it is\n' },
        { name: 'REGION', value: '${{project.REGION}}', beside: '# of the project' },
        { name: 'STAGE', value: '${{environment.STAGE}}' },
        { name: 'PRICE', value: 'costs $5\nor more' },
        { name: 'SESSION_SECRET', isSecret: true },
        { name: 'NPM_TOKEN', isSecret: true },
      ],
      below: '\n# the end\n',
    });
    expect(await client.domain.list({ serviceId })).toMatchObject([
      { host: 'shop.example.com', path: '/', port: 3000, https: 'acme', people: [{ name: 'ada' }] },
      { host: 'shop.example.com', path: '/api', port: 4000, https: 'none', stripsPath: true },
    ]);
    const revealed = await client.database.reveal({ serviceId: named(answer, 'db').nodeId ?? '' });
    expect(JSON.stringify(revealed)).toContain('pass@word-of-there');
    const db = await client.service.get({ serviceId: named(answer, 'db').nodeId ?? '' });
    expect(db.spec).toEqual(
      expect.objectContaining({ engine: 'postgres', version: '17', user: 'shop', externalPort: 5433 }),
    );
    const stack = await client.service.get({ serviceId: named(answer, 'stack').nodeId ?? '' });
    expect(stack.spec).toMatchObject({ type: 'compose', composeFiles: ['docker-compose.yml'] });
    const projectId = answer.projects[0]?.nodeId ?? '';
    expect((await client.projectVariables.list({ projectId })).variables).toMatchObject([{ name: 'REGION' }]);
    expect(world.lastEvent('dokploy.import')).toMatchObject({ outcome: 'allowed' });
  });

  it('is only looked at in a dry run, which names all that has no place here', async () => {
    const before = await projectNames();
    const answer = await bring({ preview: true });
    expect(answer.isDone).toBe(false);
    expect(await projectNames()).toEqual(before);
    expect(servicesIn(answer).every(({ fate, nodeId }) => fate === 'new' && nodeId === null)).toBe(true);
    const said = notesOf(named(answer, 'web'));
    for (const field of [
      'redirects:',
      'isPreviewDeploymentsActive:',
      'schedule: “nightly” is not brought along',
      'volumeBackups: “uploads weekly” is not brought along',
      'mounts: the volume uploads begins empty',
      'autoDeploy:',
      'createEnvFile:',
      'updateConfigSwarm:',
      'env: DATABASE_URL name postgres-db1, which is db here',
    ])
      expect(said).toContain(field);
    expect(notesOf(named(answer, 'docs'))).toContain('username: the sign-in to its registry');
    expect(notesOf(named(answer, 'db'))).toContain('backups: backups are not brought along (1)');
    expect(notesOf(named(answer, 'stack'))).toContain('composeFile: names dokploy-network');
    expect(named(answer, 'web')).toMatchObject({
      variables: 6,
      secrets: 3,
      runs: 'https://github.com/acme/web.git',
    });
  });

  it('is read from an instance that knows no environments', async () => {
    await dokploy.stop();
    dokploy = await startDokploy('old');
    const answer = await bring();
    expect(answer.projects).toMatchObject([{ environments: [{ name: 'production' }] }]);
    expect(servicesIn(answer).map(({ name }) => name)).toEqual(['web', 'docs', 'stack', 'db', 'cache']);
  });

  it('is passed over where it is here already, and what is new beside it is made', async () => {
    await bring({ only: ['Web shop/production/docs'] });
    const again = await bring();
    expect(named(again, 'docs')).toMatchObject({ fate: 'present' });
    expect(notesOf(named(again, 'docs'))).toContain('is here already');
    expect(named(again, 'web')).toMatchObject({ fate: 'new' });
    const third = await bring();
    expect(servicesIn(third).map(({ fate }) => fate)).toEqual(Array(6).fill('present'));
    expect((await projectNames()).filter((name) => name === 'Web shop')).toHaveLength(1);
  });

  it('comes by what is asked for of it, by an id or a path', async () => {
    const answer = await bring({ only: ['env-staging', 'Web shop/production/db'] });
    const made = servicesIn(answer).filter(({ fate }) => fate === 'new');
    expect(made.map(({ name }) => name)).toEqual(['db', 'web']);
    await expect(bring({ only: ['Web shop/nowhere'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { field: 'only' },
    });
  });

  it('is made whole or not at all', async () => {
    const [shop] = dokploy.instance.projects as { environments: { applications: unknown[] }[] }[];
    shop?.environments[0]?.applications.push(
      applicationRow('bad', 'bad', { sourceType: 'docker', dockerImage: 'NOT AN IMAGE' }),
    );
    const before = await projectNames();
    await expect(bring()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: {
        issues: [{ path: 'only', message: expect.stringContaining('Web shop/production/bad: its image') }],
      },
    });
    expect(await projectNames()).toEqual(before);
  });

  it('takes every permission that making it by hand takes, and names the first that is missing', async () => {
    await expect(bring({}, dev.client)).rejects.toMatchObject({ data: { permission: 'project.create' } });
    const before = await projectNames();
    const own = { level: 10, reach: 'organization' as const };
    const permissions = ['project.create', 'project.read', 'service.create', 'service.read'] as const;
    world.custom('Founder', { ...own, permissions });
    const founder = world.join('Founder', 'Finn');
    const rights = ['use-keys' as const];
    await world.owner.client.host.setRights({ account: founder.accountId, rights });
    const only = ['Web shop/production/docs'];
    const lacks = (permission: string) => ({ code: 'FORBIDDEN', data: { permission } });
    await expect(bring({ only }, founder.client)).rejects.toMatchObject(lacks('projectVariables.write'));
    await bring({ only: ['env-staging'] });
    const stack = { only: ['Web shop/staging/web', 'Web shop/production/stack'] };
    await expect(bring(stack, founder.client)).rejects.toMatchObject(lacks('environment.create'));
    const most = [
      'environment.create',
      'serviceVariables.write',
      'environmentVariables.write',
      'domain.create',
    ] as const;
    world.custom('Builder', { ...own, permissions: [...permissions, ...most, 'projectVariables.write'] });
    const builder = world.join('Builder', 'Bo');
    await world.owner.client.host.setRights({ account: builder.accountId, rights });
    await expect(bring({ only: ['db1'] }, builder.client)).rejects.toMatchObject(lacks('secret.reveal'));
    await expect(bring({ only: ['web1'] }, builder.client)).rejects.toMatchObject(lacks('docker.manage'));
    expect(await projectNames()).toEqual([...before, 'Web shop'].toSorted());
  });

  it('is brought into no organization of others, and onto no server of another one, though one owns both', async () => {
    const other = await world.owner.client.organization.create({ name: 'Other' });
    const theirs = world.core.services.store.write((tx) => addServer(tx, other.id, 'theirs'));
    const before = await projectNames();
    await expect(bring({ serverId: theirs })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await projectNames()).toEqual(before);
    const asked = dokploy.asked.length;
    await expect(bring({ organizationId: other.id }, mia.client)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(dokploy.asked).toHaveLength(asked);
  });

  it('is given up where whoever asked has gone, though the instance never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const leaving = new AbortController();
    silent.once('connection', () => leaving.abort());
    const before = await projectNames();
    const asked = { organizationId: world.organizationId, accessToken: dokployKey };
    const given = world.owner.client.dokploy.import(
      { ...asked, baseUrl: `http://127.0.0.1:${port}` },
      { signal: leaving.signal },
    );
    await expect(given).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await projectNames()).toEqual(before);
    // ends with the last of its connections, which is ours
    await promisify(silent.close.bind(silent))();
  });
});

describe('a Dokploy instance', () => {
  it('gets the key in its header alone, and nothing here keeps it', async () => {
    await bring();
    expect(dokploy.asked.join('\n')).not.toContain(dokployKey);
    const tables = world.core.services.store.database.connection
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all() as { name: string }[];
    for (const { name } of tables) {
      const rows = world.core.services.store.database.connection.prepare(`SELECT * FROM "${name}"`).all();
      expect(JSON.stringify(rows), name).not.toContain(dokployKey);
    }
  });

  it('that refuses the key, is too slow of words or sends on, is told with what to do', async () => {
    const wrong = (said: string) => ({
      code: 'REMOTE_FAILED',
      data: { stderr: expect.stringContaining(said) },
    });
    await expect(bring({ accessToken: 'another' })).rejects.toMatchObject(wrong('refuses the API key'));
    dokploy.answerWith('project.all', { text: '<html>' });
    await expect(bring()).rejects.toMatchObject(wrong('something else than JSON'));
    dokploy.answerWith('project.all', { text: `["${'x'.repeat(10_000_000)}"]` });
    await expect(bring()).rejects.toMatchObject(wrong('longer than 8 MiB'));
    dokploy.answerWith('project.all', { status: 302, text: '', headers: { location: '/api/project.one' } });
    dokploy.asked.length = 0;
    await expect(bring()).rejects.toMatchObject(wrong('could not be reached'));
    expect(dokploy.asked).toEqual(['GET /api/project.all']);
  });

  it('whose answer is of another shape is told by the path in it', async () => {
    dokploy.answerWith('application.one', { text: '{"name":"web","appName":"a","domains":[{"host":5}]}' });
    await expect(bring({ preview: true })).rejects.toMatchObject({
      data: { action: 'Reading application.one', stderr: expect.stringContaining('answer.') },
    });
    dokploy.answerWith('project.all', { text: '[{"projectId":"a","name":{}}]' });
    await expect(bring()).rejects.toMatchObject({
      data: { stderr: expect.stringContaining('answer.0.name') },
    });
  });

  it('that lets a key read no schedules is brought in all the same, which a note says', async () => {
    dokploy.answerWith('schedule.list', { status: 401, text: '{"message":"UNAUTHORIZED"}' });
    const said = notesOf(named(await bring({ preview: true }), 'web'));
    expect(said).toContain('schedule: could not be looked at with this key');
  });

  it('may be of a later version: a setting that nobody here knows is named', async () => {
    const [shop] = dokploy.instance.projects as { environments: { applications: object[] }[] }[];
    const later = { sourceType: 'docker', dockerImage: 'nginx:1', quantumMode: { level: 3 }, off: false };
    shop?.environments[0]?.applications.push(applicationRow('later', 'later', later));
    expect(notesOf(named(await bring({ preview: true }), 'later'))).toBe('quantumMode: has no place here');
  });

  it('may have names that are none here: they are made ones, and the notes say so', async () => {
    const [shop] = dokploy.instance.projects as {
      name: string;
      environments: { applications: unknown[] }[];
    }[];
    if (shop) shop.name = 'a/b\n\u200b"; DROP TABLE node; --';
    const twin = (id: string) => applicationRow(id, 'docs', { sourceType: 'docker', dockerImage: 'nginx:1' });
    shop?.environments[0]?.applications.push(twin('twin'));
    const answer = await bring();
    expect(answer.projects[0]).toMatchObject({ name: 'a-b"; DROP TABLE node; --', fate: 'new' });
    expect(notesOf(named(answer, 'docs 2'))).toContain('is called “docs 2” here');
  });

  it('is asked without TLS at this machine alone, or in a private network by its address', async () => {
    const refused = (baseUrl: string) =>
      expect(bring({ baseUrl })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'baseUrl' }] },
      });
    await refused('http://dokploy.example.com');
    await refused('http://93.184.216.34:3000');
    await expect(bring({ preview: true }, mia.client)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ message: expect.stringContaining('of this machine') }] },
    });
  });
});
