import type { ComposeProject } from '../schema/project.ts';
import type { ComposeService } from '../schema/service.ts';
import { buildFindings } from './build.ts';
import { isHostPath } from './paths.ts';
import type { Found, Row } from './rules.ts';

/** What the services of a project ask for. */
export function* serviceFindings({ services }: ComposeProject): Generator<Found> {
  for (const [name, service] of Object.entries(services)) {
    for (const [rule, field, what] of [
      ...privileges(service),
      ...namespaces(service),
      ...mounts(service),
      ...devices(service),
      ...programs(service),
      ...buildFindings(service),
    ])
      yield { rule, path: ['services', name, ...field.split('.')], what };
  }
}

function* privileges(service: ComposeService): Generator<Row> {
  if (service.privileged) yield ['privileged', 'privileged', 'privileged'];
  for (const hook of ['post_start', 'pre_stop'] as const)
    for (const [index, { privileged }] of (service[hook] ?? []).entries())
      if (privileged) yield ['privileged', `${hook}.${index}.privileged`, hook];
  for (const [index, each] of (service.cap_add ?? []).entries())
    yield ['capability', `cap_add.${index}`, each];
  for (const [index, each] of (service.security_opt ?? []).entries())
    if (!/^no-new-privileges(?:[:=]true)?$/.test(each))
      yield ['security-option', `security_opt.${index}`, each];
}

const namespaceFields = ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'cgroup'] as const;

function* namespaces(service: ComposeService): Generator<Row> {
  for (const field of namespaceFields) {
    const value = service[field];
    if (value === 'host') yield ['host-namespace', field, `${field} host`];
    else if (value?.startsWith('container:')) yield ['foreign-container', field, value];
    else if (field === 'network_mode' && value !== undefined && !/^(?:none|service:.*)$/.test(value))
      yield ['shared-resource', field, value];
  }
  for (const [index, each] of (service.volumes_from ?? []).entries())
    if (each.startsWith('container:')) yield ['foreign-container', `volumes_from.${index}`, each];
  for (const [index, each] of (service.external_links ?? []).entries())
    yield ['foreign-container', `external_links.${index}`, each];
}

const sockets = /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/;

function* mounts(service: ComposeService): Generator<Row> {
  if (service.use_api_socket) yield ['docker-socket', 'use_api_socket', 'use_api_socket'];
  for (const [index, { type, source = '' }] of (service.volumes ?? []).entries()) {
    const field = `volumes.${index}`;
    if ((type === 'bind' || type === 'npipe') && sockets.test(source.replace(/\/+$/, '')))
      yield ['docker-socket', field, source];
    else if (type === 'npipe' || (type === 'bind' && isHostPath(source))) yield ['host-path', field, source];
    else if (type === 'cluster') yield ['shared-resource', field, source];
  }
  for (const [index, each] of (service.label_file ?? []).entries())
    if (isHostPath(each)) yield ['host-path', `label_file.${index}`, each];
}

function* devices(service: ComposeService): Generator<Row> {
  for (const [index, { source }] of (service.devices ?? []).entries())
    yield ['device', `devices.${index}`, source];
  for (const [index, each] of (service.device_cgroup_rules ?? []).entries())
    yield ['device', `device_cgroup_rules.${index}`, each];
  if (service.gpus !== undefined) yield ['device', 'gpus', `gpus ${JSON.stringify(service.gpus)}`];
  const reserved = service.deploy?.resources?.reservations?.devices ?? [];
  for (const [index, each] of reserved.entries())
    yield ['device', `deploy.resources.reservations.devices.${index}`, JSON.stringify(each)];
  if (service.blkio_config !== undefined)
    yield ['device', 'blkio_config', JSON.stringify(service.blkio_config)];
}

function* programs(service: ComposeService): Generator<Row> {
  if (service.provider !== undefined) yield ['host-program', 'provider', JSON.stringify(service.provider)];
  if (service.runtime !== undefined) yield ['host-program', 'runtime', service.runtime];
  if (service.cgroup_parent !== undefined) yield ['host-namespace', 'cgroup_parent', service.cgroup_parent];
  if (service.credential_spec !== undefined)
    yield ['host-path', 'credential_spec', JSON.stringify(service.credential_spec)];
  if (service.oom_kill_disable) yield ['security-option', 'oom_kill_disable', 'oom_kill_disable'];
}
