import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type * as z from 'zod';
import { Argument } from '#shared/contract/container-fields.ts';
import { DomainHeader, DomainPassword, DomainPath, DomainPersonName } from '#shared/contract/domain.ts';
import { Name } from '#shared/contract/fields.ts';
import { Mount, MountTarget } from '#shared/contract/mount.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startServer } from '#test/lab/index.ts';
import { hostileInputs, marker } from '#test/support/hostile/inputs.ts';
import { addService, deploy, type Ground, healthCheck, makeGround, specOf } from './deploy-support.ts';
import { ask } from './routing-support.ts';

/** What a field keeps of the 300 values; that it names itself where it refuses one is asked of every field elsewhere. */
const keptBy = (field: z.ZodType<string>): string[] => [
  ...new Set(
    hostileInputs.flatMap((value) => {
      const read = field.safeParse(value);
      return read.success ? [read.data] : [];
    }),
  ),
];

/** What a variable may be: everything but NUL and half a character. */
const texts = keptBy(Argument);

const inGroups = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );

interface Inspected {
  readonly Id: string;
  readonly Args: string[];
  readonly Config: {
    readonly Healthcheck?: { readonly Test: string[] };
    readonly Labels: Record<string, string>;
  };
}

describeOnLab('300 hostile values', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
    await loadCaddy(server);
    ground = await makeGround(server);
    await ground.client.proxy.install({ serverId: ground.serverId, type: 'caddy', image: caddyImage });
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  /** What an injection that worked would have left, here, on the server and in its containers. */
  const marks = async (): Promise<string[]> => {
    const here = readdirSync(dirname(marker)).filter((name) => `/tmp/${name}`.startsWith(marker));
    const look = `{ ls / /tmp; for c in $(docker ps -q); do docker exec "$c" ls / /tmp; done; } | grep ^quayside-hostile || true`;
    const there = await server.must(['sh', '-c', look]);
    return [...here, ...there.split('\n').filter(Boolean)];
  };
  afterEach(async () => {
    expect(await marks()).toEqual([]);
    await server.must(['touch', marker]);
    expect(await marks(), 'the marks are found where there are some').toHaveLength(1);
    await server.must(['rm', marker]);
  });

  const inspect = async (serviceId: string): Promise<Inspected> => {
    const id = await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
    const [found] = JSON.parse(await server.docker('inspect', id)) as Inspected[];
    if (!found) throw new Error('no container');
    return found;
  };
  /** Files of a container, in their order. */
  const filesOf = async (container: string, paths: readonly string[]): Promise<string[]> => {
    const each = 'c=$1; shift; for f; do docker exec "$c" cat "$f" | base64 -w0; echo; done';
    const lines = await server.must(['sh', '-c', each, 'sh', container, ...paths]);
    return lines.split('\n').map((line) => Buffer.from(line, 'base64').toString('utf8'));
  };
  const environmentOf = async (container: string): Promise<Map<string, string>> => {
    const [text = ''] = await filesOf(container, ['/proc/1/environ']);
    return new Map(
      text.split('\0').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    );
  };
  const succeed = async (serviceId: string): Promise<void> => {
    const ended = await deploy(ground, serviceId);
    expect(ended, ended.reason ?? '').toMatchObject({ state: 'succeeded' });
  };

  it('are what applications get in variables, arguments, health checks and files, in places and under names like them', async () => {
    const { client, organizationId } = ground;
    const names = keptBy(Name);
    const targets = keptBy(MountTarget);
    expect([texts.length, names.length, targets.length].every((count) => count > 12)).toBe(true);
    const project = await client.project.create({ organizationId, name: names[0] ?? '' });
    const environment = await client.environment.create({ projectId: project.id, name: names[1] ?? '' });
    const at = { ...ground, environmentId: environment.id };
    const variables = texts.map((value, index) => ({ name: `E${index}`, value, isSecret: index % 2 === 0 }));
    await client.environmentVariables.replace({ environmentId: environment.id, variables });
    const groups = inGroups(texts, 60);
    await Promise.all(
      groups.map(async (group, index) => {
        const files = group.slice(0, 30).map((content, number) => {
          const target = targets[index * 30 + number] ?? `/srv/file ${number}`;
          return Mount.parse({ type: 'file', target, content: `${content}\n${group[number + 30] ?? ''}.` });
        });
        const spec = specOf({
          command: ['sh', '-ec', 'exec /bin/app', 'sh', ...group],
          healthCheck: {
            ...healthCheck,
            command: ['sh', '-c', healthCheck.command.join(' '), 'sh', ...group],
          },
          mounts: files,
        });
        const serviceId = await addService(at, names[index + 2] ?? '', spec);
        const own = group.map((value, number) => ({ name: `S${number}`, value, isSecret: true }));
        await client.serviceVariables.replace({ serviceId, variables: own });
        await succeed(serviceId);
        const { Id, Args, Config } = await inspect(serviceId);
        expect(Args.slice(-group.length)).toEqual(group);
        expect(Config.Healthcheck?.Test.slice(-group.length)).toEqual(group);
        const environmentThere = await environmentOf(Id);
        for (const { name, value } of [...variables, ...own]) expect(environmentThere.get(name)).toBe(value);
        const contents = await filesOf(
          Id,
          files.map(({ target }) => target),
        );
        expect(contents).toEqual(files.map((file) => (file.type === 'file' ? file.content : '')));
      }),
    );
  });

  it('are what a compose project gets in variables, arguments, labels, health checks, configs and secrets', async () => {
    const literal = texts.map((value) => value.replaceAll('$', '$$$$'));
    const keyed = <T>(key: string, each: (value: string, index: number) => T) =>
      Object.fromEntries(literal.map((value, index) => [`${key}${index}`, each(value, index)]));
    const secrets = texts.slice(0, 60).map((_, index) => `s${index}`);
    const file = {
      services: {
        web: {
          image: 'quayside-lab/app:1',
          command: ['sh', '-ec', 'exec /bin/app', 'sh', ...literal],
          environment: { ...keyed('L', (value) => value), ...keyed('I', (_, index) => `\${V${index}}`) },
          labels: keyed('l', (value) => value),
          healthcheck: { test: ['CMD', 'sh', '-c', 'true', 'sh', ...literal], interval: '1s' },
          configs: inGroups(literal, 10).map((_, index) => ({ source: `c${index}`, target: `/c/${index}` })),
          secrets,
        },
      },
      configs: Object.fromEntries(
        inGroups(literal, 10).map((group, index) => [`c${index}`, { content: `${group.join('\n')}.` }]),
      ),
      secrets: Object.fromEntries(secrets.map((name, index) => [name, { environment: `V${index}` }])),
    };
    const serviceId = await addService(ground, 'compose', {
      type: 'compose',
      files: [{ path: 'compose.yaml', text: stringify(file) }],
      composeFiles: ['compose.yaml'],
      profiles: [],
      soakSeconds: 1,
      drainSeconds: 60,
    });
    const variables = texts.map((value, index) => ({ name: `V${index}`, value, isSecret: index % 2 === 0 }));
    await ground.client.serviceVariables.replace({ serviceId, variables });
    await succeed(serviceId);
    const { Id, Args, Config } = await inspect(serviceId);
    expect(Args.slice(-texts.length)).toEqual(texts);
    expect(Config.Healthcheck?.Test.slice(-texts.length)).toEqual(texts);
    const environment = await environmentOf(Id);
    for (const [index, text] of texts.entries()) {
      expect(Config.Labels[`l${index}`]).toBe(text);
      expect(environment.get(`L${index}`)).toBe(text);
      expect(environment.get(`I${index}`)).toBe(text);
    }
    const configs = inGroups(texts, 10);
    const paths = [
      ...configs.map((_, index) => `/c/${index}`),
      ...secrets.map((name) => `/run/secrets/${name}`),
    ];
    expect(await filesOf(Id, paths)).toEqual([
      ...configs.map((group) => `${group.join('\n')}.`),
      ...texts.slice(0, 60),
    ]);
  });

  it('are what the proxy answers and asks for in headers, paths, names and passwords', async () => {
    const { client } = ground;
    const serviceId = await addService(ground, 'web');
    await succeed(serviceId);
    const make = async (host: string, more: object) => {
      const { id } = await client.domain.create({ serviceId, host, port: 8080, https: 'none', ...more });
      await expect
        .poll(async () => (await client.domain.get({ domainId: id })).state, { timeout: 30_000 })
        .toBe('live');
    };
    const groups = inGroups(keptBy(DomainHeader.shape.value).filter(Boolean), 30);
    expect(groups.length).toBeGreaterThan(1);
    for (const [index, group] of groups.entries()) {
      const host = `headers-${index}.example.com`;
      const headers = group.map((value, number) => ({ name: `X-Hostile-${number}`, value }));
      await make(host, { headers });
      const answer = await ask(server, host);
      expect(headers.map(({ name }) => answer.headers[name.toLowerCase()])).toEqual(group);
      expect(answer.headers).not.toHaveProperty('x-injected');
    }
    const paths = keptBy(DomainPath).filter((path) => path !== '/');
    for (const path of paths) {
      await make('paths.example.com', { path, stripsPath: true });
      expect(await ask(server, 'paths.example.com', path), path).toMatchObject({ status: 200, body: '1' });
    }
    const passwords = keptBy(DomainPassword);
    const names = keptBy(DomainPersonName).filter((_, index) => index % 6 === 0);
    const people = names.map((name, index) => ({ name, password: passwords[index] ?? 'plain' }));
    await make('people.example.com', { people });
    const asked = ({ name, password }: { name: string; password: string }) =>
      ask(server, 'people.example.com', '/', {
        headers: { Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` },
      });
    for (const person of people) expect((await asked(person)).status, person.name).toBe(200);
    const [first] = people;
    expect((await asked({ name: first?.name ?? '', password: 'wrong' })).status).toBe(401);
    expect((await ask(server, 'evil.example.com')).status).toBe(404);
  });
});
