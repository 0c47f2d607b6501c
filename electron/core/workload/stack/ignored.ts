import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';

/**
 * What a part may say and `docker stack deploy` has no word for, or passes over. Source: docker/cli,
 * `cli/compose/types/types.go`, UnsupportedProperties, and its schema 3.8.
 */
const passedOver = [
  ...['annotations', 'attach', 'blkio_config', 'cgroup', 'cgroup_parent', 'container_name', 'cpu_count'],
  ...['cpu_percent', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpuset'],
  ...['credential_spec', 'device_cgroup_rules', 'devices', 'dns_opt', 'domainname', 'external_links', 'gpus'],
  ...['group_add', 'ipc', 'isolation', 'links', 'mac_address', 'mem_swappiness', 'memswap_limit', 'models'],
  ...[
    'oom_kill_disable',
    'oom_score_adj',
    'pid',
    'platform',
    'post_start',
    'pre_stop',
    'privileged',
    'provider',
  ],
  ...['runtime', 'security_opt', 'shm_size', 'storage_opt', 'use_api_socket', 'userns_mode', 'uts'],
] as const satisfies readonly (keyof ComposeService)[];

/** What of a project a stack leaves out, in a sentence for each part; nothing of it is dropped without a word. */
export function ignoredInStack(project: ComposeProject): string[] {
  const parts = Object.entries(project.services).flatMap(([name, service]) => {
    const left = leftOut(service);
    return left.length === 0 ? [] : [`A Swarm stack leaves out of “${name}”: ${left.join(', ')}.`];
  });
  const networks = Object.entries(project.networks).flatMap(([name, { driver, external }]) =>
    !external && driver !== undefined && driver !== 'overlay'
      ? [`A Swarm stack makes the network “${name}” an overlay, not ${driver}.`]
      : [],
  );
  return [...parts, ...networks];
}

function leftOut(service: ComposeService): string[] {
  const { depends_on: needs, healthcheck, volumes = [] } = service;
  return [
    ...passedOver.filter((field) => service[field] !== undefined && service[field] !== false),
    ...(needs && Object.keys(needs).length > 0 ? ['depends_on (all parts start at once)'] : []),
    ...(healthcheck?.start_interval === undefined ? [] : ['healthcheck.start_interval']),
    ...Object.values(service.networks ?? {}).flatMap((network) =>
      Object.keys(network ?? {}).filter((field) => field !== 'aliases'),
    ),
    ...volumes.flatMap(({ volume, bind, target }) =>
      Object.keys({ ...volume, ...bind })
        .filter((field) => !['nocopy', 'create_host_path', 'propagation', 'labels'].includes(field))
        .map((field) => `${field} of ${target}`),
    ),
    ...(service.deploy?.resources?.reservations?.devices ? ['deploy.resources.reservations.devices'] : []),
  ];
}

/** Why a project must not run as a stack: what it leaves out here would open to others what the file keeps from them. */
export function refusedInStack(project: ComposeProject): string[] {
  return Object.entries(project.services).flatMap(([name, service]) => [
    ...refusedPorts(name, service),
    ...(service.network_mode === undefined
      ? []
      : [`“${name}” has network_mode: ${service.network_mode}, which a Swarm stack cannot give it.`]),
    ...(service.volumes_from
      ? [`“${name}” has volumes_from, which a Swarm stack cannot give it; name the volumes instead.`]
      : []),
    ...(service.volumes ?? []).flatMap(({ type, target, volume }) =>
      ['bind', 'volume', 'tmpfs'].includes(type) && volume?.subpath === undefined
        ? []
        : [`“${name}” mounts at ${target} what a Swarm stack cannot mount.`],
    ),
  ]);
}

const everyAddress = new Set([undefined, '', '0.0.0.0', '::']);

function refusedPorts(name: string, { ports = [] }: ComposeService): string[] {
  return ports.flatMap(({ host_ip: address, published }) => {
    if (!everyAddress.has(address))
      return [
        `“${name}” publishes a port on ${address} alone, and a Swarm stack would publish it on every address.`,
      ];
    return published === undefined || /^\d*$/.test(published)
      ? []
      : [`“${name}” publishes any port of ${published}, and a Swarm stack has to be told which.`];
  });
}
