import { createHash } from 'node:crypto';
import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';
import { label } from '../runtime/labels.ts';
import { deployOf } from './deploy-of.ts';

/** What a stack is made of besides its project. */
export interface StackPlacement {
  readonly serviceId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly deploymentId: string;
  /** Lays a text down on the server, and answers where. */
  readonly layDown: (key: string, text: string) => string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * A project as `docker stack deploy` takes it: schema 3.8, which Docker 20.10 reads and later ones still do. Its paths are
 * absolute and its labels ours already. Parts are found by DNS and publish on their node, so that nothing needs IPVS.
 * What the schema has no word for is what `ignoredInStack` tells.
 */
export function stackFile(project: ComposeProject, placement: StackPlacement): object {
  const { configs, secrets } = project;
  const contents = { configs: contentsOf(configs, placement), secrets: contentsOf(secrets, placement) };
  const services = Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => {
      const plain = plainOf(service);
      // what a part is, contents of its configs and secrets among it: what differs here is started anew
      const mine = [...(service.configs ?? []), ...(service.secrets ?? [])].map(({ source }) => [
        contents.configs[source],
        contents.secrets[source],
      ]);
      const version = digestOf(JSON.stringify([plain, service.deploy?.resources, mine]));
      return [
        name,
        {
          ...plain,
          labels: { ...plain.labels, [label.part]: name, [label.version]: version },
          deploy: deployOf(service, {
            ...placement.labels,
            [label.part]: name,
            [label.version]: version,
            [label.deployment]: placement.deploymentId,
          }),
        },
      ];
    }),
  );
  return {
    version: '3.8',
    services,
    ...filled('networks', mapped(project.networks, networkOf)),
    ...filled(
      'volumes',
      mapped(project.volumes, (volume, key) =>
        volume.external
          ? { name: volume.name, external: true }
          : { ...volume, labels: { ...volume.labels, 'com.docker.compose.volume': key } },
      ),
    ),
    ...filled('configs', contents.configs),
    ...filled('secrets', contents.secrets),
  };
}

function plainOf(service: ComposeService) {
  const { environment, ports, volumes, networks, healthcheck, extra_hosts: hosts, ...rest } = service;
  return {
    ...only(rest, [
      ...(['image', 'cap_add', 'cap_drop', 'command', 'configs', 'dns', 'dns_search', 'entrypoint'] as const),
      ...([
        'hostname',
        'init',
        'logging',
        'read_only',
        'secrets',
        'stdin_open',
        'stop_grace_period',
      ] as const),
      ...(['stop_signal', 'sysctls', 'tmpfs', 'tty', 'ulimits', 'user', 'working_dir'] as const),
    ]),
    labels: rest.labels ?? {},
    ...(environment && {
      environment: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== null)),
    }),
    ...(healthcheck && {
      healthcheck: only(healthcheck, ['disable', 'test', 'interval', 'timeout', 'retries', 'start_period']),
    }),
    ...(hosts && {
      extra_hosts: Object.entries(hosts).flatMap(([name, all]) =>
        [all].flat().map((each) => `${name}:${each}`),
      ),
    }),
    ...(ports && {
      ports: ports.map(({ target, published, protocol, mode }) => ({
        target,
        ...(published && { published: Number(published) }),
        ...(protocol && { protocol }),
        mode: rest.deploy?.endpoint_mode === 'vip' ? (mode ?? 'ingress') : 'host',
      })),
    }),
    ...(volumes && { volumes: volumes.map(mountOf) }),
    ...(networks && {
      networks: mapped(networks, (each) => (each?.aliases ? { aliases: each.aliases } : {})),
    }),
  };
}

const mountOf = ({ bind, volume, tmpfs, ...mount }: NonNullable<ComposeService['volumes']>[number]) => ({
  ...only(mount, ['type', 'source', 'target', 'read_only', 'consistency']),
  ...(bind?.propagation && { bind: { propagation: bind.propagation } }),
  ...(volume?.nocopy !== undefined && { volume: { nocopy: volume.nocopy } }),
  ...(tmpfs?.size !== undefined && { tmpfs: { size: Number(tmpfs.size) } }),
});

function networkOf(network: ComposeProject['networks'][string]): object {
  if (network.external) return { name: network.name, external: true };
  return {
    ...only(network, ['name', 'driver_opts', 'ipam', 'internal', 'attachable', 'labels']),
    driver: 'overlay',
  };
}

/** Swarm lets no content change, so each has a name that tells what is in it. */
function contentsOf(
  contents: ComposeProject['configs'],
  { serviceId, labels, layDown, variables }: StackPlacement,
): Record<string, object> {
  return mapped(contents, ({ environment, content, ...rest }, key) => {
    if (rest.external) return { name: rest.name ?? key, external: true };
    const text = content ?? (environment === undefined ? undefined : (variables[environment] ?? ''));
    const file = text === undefined ? rest.file : layDown(key, text);
    const name = `${key.replace(/[^\w.-]/g, '').slice(0, 30)}-${digestOf(`${serviceId}\n${key}\n${file}`)}`;
    return { ...only(rest, ['template_driver']), name, file, labels: { ...rest.labels, ...labels } };
  });
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

function only<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const kept = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]);
  return Object.fromEntries(kept) as Partial<Pick<T, K>>;
}

const filled = (kind: string, entries: object) => Object.keys(entries).length > 0 && { [kind]: entries };

const mapped = <T, U>(
  all: Readonly<Record<string, T>>,
  change: (each: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([key, each]) => [key, change(each, key)]));
