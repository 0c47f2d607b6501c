import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { registryAddress } from '#shared/model/registry-address.ts';
import type { TestClient } from '../create-test-core.ts';

/** Where values are put that are only saved; nothing of it is deployed. */
export interface Places {
  readonly client: TestClient;
  readonly organizationId: string;
  readonly projectId: string;
  readonly environmentId: string;
  /** An application, a compose project and a database that are never deployed, and a registry. */
  readonly application: string;
  readonly compose: string;
  readonly database: string;
  readonly registryId: string;
  readonly serverId: string;
  /** A service that runs behind a proxy. */
  readonly routed: string;
}

/** A field that takes a text, by the public operation that sets it. */
export interface Sink {
  readonly name: string;
  /** What a refusal has to name. */
  readonly field: RegExp;
  /** Puts one value in and answers what is there then, undefined where nothing shows it again. */
  put(places: Places, value: string): Promise<string | undefined>;
  /** What the field keeps of a value, where it says that it trims or normalises it. */
  readonly kept?: (value: string) => string;
}

export const trimmed = (value: string): string => value.trim();

export type Source = Extract<ApplicationSpec['source'], { type: 'git' }>;
export const git: Source = {
  type: 'git',
  url: 'https://git.example.com/acme/web.git',
  ref: { type: 'branch', name: 'main' },
  directory: '',
  dockerfile: 'Dockerfile',
  submodules: false,
};

export const application = async <T>(
  { client, application: serviceId }: Places,
  spec: Partial<ApplicationSpec>,
  read: (spec: ApplicationSpec) => T,
): Promise<T> => {
  const full = { type: 'application' as const, source: { type: 'image' as const, image: 'web:1' }, ...spec };
  const saved = await client.service.configure({ serviceId, spec: full as ApplicationSpec });
  return read(saved.spec as ApplicationSpec);
};

const ofSource = (
  name: string,
  field: RegExp,
  source: (value: string) => Partial<Source>,
  read: (source: Source) => string | undefined,
): Sink => ({
  name,
  field,
  put: (places, value) =>
    application(places, { source: { ...git, ...source(value) } }, (spec) => read(spec.source as Source)),
});

const refName = ({ ref }: Source): string => (ref.type === 'commit' ? ref.hash : ref.name);

const ofMount = (
  name: string,
  field: RegExp,
  mount: (value: string) => ApplicationSpec['mounts'][number],
  read: (mount: ApplicationSpec['mounts'][number]) => string,
): Sink => ({
  name,
  field,
  put: (places, value) =>
    application(places, { mounts: [mount(value)] }, ({ mounts: [first] }) => (first ? read(first) : '')),
});

export const ofCompose = (
  name: string,
  field: RegExp,
  spec: (value: string) => Partial<ComposeSpec>,
  read: (spec: ComposeSpec) => string | undefined,
): Sink => ({
  name,
  field,
  async put({ client, compose: serviceId }, value) {
    const files = [{ path: 'compose.yaml', text: 'services: { web: { image: "web:1" } }\n' }];
    const full = { type: 'compose' as const, files, ...spec(value) };
    const saved = await client.service.configure({ serviceId, spec: full as ComposeSpec });
    return read(saved.spec as ComposeSpec);
  },
});

const ofDatabase = (
  name: string,
  field: RegExp,
  spec: (value: string) => Record<string, unknown>,
  read: (spec: Record<string, unknown>) => unknown,
): Sink => ({
  name,
  field,
  async put({ client, database: serviceId }, value) {
    const full = { type: 'database' as const, engine: 'postgres' as const, version: '17', ...spec(value) };
    const saved = await client.service.configure({ serviceId, spec: full as never });
    return String(read(saved.spec as unknown as Record<string, unknown>));
  },
});

const ofRegistry = (field: 'address' | 'username' | 'password'): Sink => ({
  name: `registry ${field}`,
  kept: field === 'address' ? registryAddress : trimmed,
  field: new RegExp(field),
  async put({ client, registryId }, value) {
    // another address wants the password anew
    const password = field === 'address' ? { password: 'anew' } : {};
    const saved = await client.registry.update({ registryId, ...password, [field]: value } as never);
    return field === 'password' ? undefined : saved[field];
  },
});

const ofDomain = (name: string, field: RegExp, given: (value: string) => Record<string, unknown>): Sink => ({
  name,
  field,
  async put({ client, routed: serviceId }, value) {
    const host = 'sink.example.com';
    const made = await client.domain.create({
      ...{ serviceId, host, port: 8080, https: 'none' as const, isEnabled: false },
      ...given(value),
    } as never);
    await client.domain.delete({ domainId: made.id });
    return undefined;
  },
});

const ofName = (name: string, put: Sink['put']): Sink => ({ name, field: /name/, put, kept: trimmed });

/**
 * Every field of a service, a server or an organization that can reach a command, a file, YAML, a header or a rule, but for
 * those of what is built and brought in, which `sourceSinks` has.
 */
export const savedSinks: readonly Sink[] = [
  ofSource(
    'git address',
    /source\.url/,
    (url) => ({ url }),
    ({ url }) => url,
  ),
  ofSource('git branch', /source\.ref/, (name) => ({ ref: { type: 'branch', name } }), refName),
  ofSource('git tag', /source\.ref/, (name) => ({ ref: { type: 'tag', name } }), refName),
  ofSource('git commit', /source\.ref/, (hash) => ({ ref: { type: 'commit', hash } }), refName),
  ofSource(
    'build directory',
    /source\.directory/,
    (directory) => ({ directory }),
    (source) => source.directory,
  ),
  ofSource(
    'Dockerfile',
    /source\.dockerfile/,
    (dockerfile) => ({ dockerfile }),
    (source) => source.dockerfile,
  ),
  ofSource(
    'build server',
    /source\.buildServerId/,
    (buildServerId) => ({ buildServerId }),
    ({ buildServerId }) => buildServerId,
  ),
  ofSource(
    'repository that a build is pushed to',
    /source\.pushTo/,
    (pushTo) => ({ pushTo }),
    ({ pushTo }) => pushTo,
  ),
  ofSource(
    'build stage',
    /source\.target/,
    (target) => ({ target }),
    ({ target }) => target,
  ),
  {
    name: 'image',
    field: /source\.image/,
    put: (places, image) =>
      application(places, { source: { type: 'image', image } }, ({ source }) =>
        source.type === 'image' ? source.image : '',
      ),
  },
  {
    name: 'argument of a command',
    field: /command/,
    put: (places, value) => application(places, { command: [value] }, ({ command: [first] }) => first),
  },
  {
    name: 'argument of a health check',
    field: /healthCheck/,
    put: (places, value) =>
      application(
        places,
        {
          healthCheck: {
            ...{ command: [value], intervalSeconds: 1, timeoutSeconds: 1, retries: 1, startPeriodSeconds: 1 },
          },
        },
        ({ healthCheck }) => healthCheck?.command[0],
      ),
  },
  ofMount(
    'target of a volume',
    /target/,
    (target) => ({ type: 'volume', name: 'data', target, readOnly: false }),
    ({ target }) => target,
  ),
  ofMount(
    'target of a tmpfs',
    /target/,
    (target) => ({ type: 'tmpfs', target, sizeMiB: 1 }),
    ({ target }) => target,
  ),
  ofMount(
    'target of a file',
    /target/,
    (target) => ({ type: 'file', target, content: 'x', mode: '444' }),
    ({ target }) => target,
  ),
  ofMount(
    'name of a volume',
    /name/,
    (name) => ({ type: 'volume', name, target: '/data', readOnly: false }),
    (mount) => (mount.type === 'volume' ? mount.name : ''),
  ),
  ofMount(
    'folder of the server',
    /source/,
    (source) => ({ type: 'bind', source, target: '/data', readOnly: false }),
    (mount) => (mount.type === 'bind' ? mount.source : ''),
  ),
  ofMount(
    'content of a file',
    /content/,
    (content) => ({ type: 'file', target: '/etc/app.conf', content, mode: '444' }),
    (mount) => (mount.type === 'file' ? mount.content : ''),
  ),
  ofMount(
    'mode of a file',
    /mode/,
    (mode) => ({ type: 'file', target: '/etc/app.conf', content: 'x', mode }),
    (mount) => (mount.type === 'file' ? mount.mode : ''),
  ),
  ofCompose(
    'path of a compose file',
    /files/,
    (path) => ({
      files: [
        { path: 'compose.yaml', text: 'services: {}\n' },
        { path, text: 'x' },
      ],
    }),
    ({ files }) => files[1]?.path,
  ),
  ofCompose(
    'which files are compose files',
    /composeFiles/,
    (path) => ({ composeFiles: [path] }),
    ({ composeFiles }) => composeFiles[0],
  ),
  ofCompose(
    'profile',
    /profiles/,
    (profile) => ({ profiles: [profile] }),
    ({ profiles }) => profiles[0],
  ),
  ofCompose(
    'text of a compose file',
    /files/,
    (text) => ({ files: [{ path: 'compose.yaml', text }] }),
    ({ files }) => files[0]?.text,
  ),
  ofDatabase(
    'user of a database',
    /user/,
    (user) => ({ user }),
    ({ user }) => user,
  ),
  ofDatabase(
    'name of a database',
    /database/,
    (database) => ({ database }),
    ({ database }) => database,
  ),
  ofDatabase(
    'version of an engine',
    /version/,
    (version) => ({ version }),
    ({ version }) => version,
  ),
  ofDatabase(
    'image of an engine',
    /image/,
    (image) => ({ image }),
    ({ image }) => image,
  ),
  ofDatabase(
    'data folder of an engine',
    /dataDirectory|engine/,
    (dataDirectory) => ({ engine: 'other', image: 'x:1', port: 1, dataDirectory, version: undefined }),
    ({ dataDirectory }) => dataDirectory,
  ),
  ofRegistry('address'),
  ofRegistry('username'),
  ofRegistry('password'),
  ofDomain('host of a domain', /host/, (host) => ({ host })),
  ofDomain('path of a domain', /path/, (path) => ({ path })),
  ofDomain('part of a domain', /part/, (part) => ({ part })),
  ofDomain('name of a header', /headers/, (name) => ({ headers: [{ name, value: 'x' }] })),
  ofDomain('value of a header', /headers/, (value) => ({ headers: [{ name: 'X-Sink', value }] })),
  {
    name: 'name of a variable',
    field: /variables/,
    async put({ client, application: serviceId }, name) {
      await client.serviceVariables.replace({
        serviceId,
        variables: [{ name, value: 'x', isSecret: false }],
      });
      return (await client.serviceVariables.list({ serviceId })).variables[0]?.name;
    },
  },
  {
    name: 'value of a variable',
    field: /variables/,
    async put({ client, application: serviceId }, value) {
      await client.serviceVariables.replace({
        serviceId,
        variables: [{ name: 'X', value, isSecret: false }],
      });
      return (await client.serviceVariables.list({ serviceId })).variables[0]?.value;
    },
  },
  ofName('name of a service', async ({ client, application: serviceId }, name) => {
    return (await client.service.update({ serviceId, name })).name;
  }),
  ofName('name of an environment', async ({ client, environmentId }, name) => {
    return (await client.environment.update({ environmentId, name })).name;
  }),
  ofName('name of a project', async ({ client, projectId }, name) => {
    return (await client.project.update({ projectId, name })).name;
  }),
  {
    name: 'container of a log',
    field: /containerId/,
    async put({ client, serverId }, containerId) {
      await client.server.containerLogs({ serverId, containerId, follow: false } as never);
      return undefined;
    },
  },
  {
    name: 'host of a server',
    field: /host/,
    async put({ client, organizationId }, host) {
      await client.server.scan({ organizationId, host, port: 1, user: 'root' } as never);
      return undefined;
    },
  },
];
