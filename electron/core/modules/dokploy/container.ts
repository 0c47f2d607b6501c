import { HealthCheck, Limits, PublishedPort } from '#shared/contract/container-fields.ts';
import type { DokployNote } from '#shared/contract/dokploy.ts';
import { Mount } from '#shared/contract/mount.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { escapeReferences } from '#shared/model/variables/references.ts';
import type { Application, Database, Mount as Mounted } from './shapes.ts';

/** What was read of a setting, with what could not be. */
export interface Read<T> {
  readonly value: T;
  readonly notes: readonly DokployNote[];
}

/** Bytes and billionths of a CPU, as Docker takes them. */
export function limitsOf({
  memoryLimit,
  cpuLimit,
}: Pick<Database, 'memoryLimit' | 'cpuLimit'>): Read<Limits> {
  const memory = amountOf(memoryLimit, 2 ** 20);
  const cpus = amountOf(cpuLimit, 1e9);
  const given = {
    ...(memory ? { memoryMiB: Math.round(memory) } : {}),
    ...(cpus ? { cpus: Math.round(cpus * 100) / 100 } : {}),
  };
  const read = Limits.safeParse(given);
  const notes = [
    ...(memory === null ? [unread('memoryLimit')] : []),
    ...(cpus === null ? [unread('cpuLimit')] : []),
    ...(read.success
      ? []
      : [{ field: 'memoryLimit', text: 'limits that no container can have are left out' }]),
  ];
  return { value: read.success ? read.data : {}, notes };
}

/** Undefined where nothing is given, null where it is no number. */
function amountOf(given: string | number | null | undefined, unit: number): number | undefined | null {
  if (given === null || given === undefined || given === '') return undefined;
  return /^\d+$/.test(String(given).trim()) ? Number(given) / unit : null;
}

const unread = (field: string): DokployNote => ({ field, text: 'is no whole number, and is left out' });

/** Durations there are billionths of a second. */
export function healthCheckOf({
  healthCheckSwarm: given,
}: Pick<Database, 'healthCheckSwarm'>): Read<HealthCheck | undefined> {
  const [kind, ...rest] = given?.Test ?? [];
  if (!given || kind === undefined) return { value: undefined, notes: [] };
  const field = 'healthCheckSwarm';
  if (kind === 'NONE')
    return { value: undefined, notes: [{ field, text: 'one that is switched off has no place here' }] };
  const command =
    kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : kind === 'CMD' ? rest : [kind, ...rest];
  const seconds = (value: number | null | undefined, name: string) =>
    value ? { [name]: Math.max(1, Math.round(value / 1e9)) } : {};
  const read = HealthCheck.safeParse({
    command,
    ...seconds(given.Interval, 'intervalSeconds'),
    ...seconds(given.Timeout, 'timeoutSeconds'),
    ...seconds(given.StartPeriod, 'startPeriodSeconds'),
    ...(given.Retries ? { retries: given.Retries } : {}),
  });
  if (read.success) return { value: read.data, notes: [] };
  const issue = read.error.issues[0];
  return {
    value: undefined,
    notes: [{ field, text: `is left out: ${String(issue?.path[0])} ${issue?.message}` }],
  };
}

export function portsOf({ ports, replicas }: Application): Read<PublishedPort[]> {
  const notes: DokployNote[] = [];
  const value: PublishedPort[] = [];
  for (const { publishedPort, targetPort, protocol, publishMode } of ports ?? []) {
    const port = { hostPort: publishedPort, containerPort: targetPort, protocol: protocol ?? 'tcp' };
    const read = PublishedPort.safeParse(port);
    const shown = `${publishedPort} → ${targetPort}`;
    if (!read.success || value.length === 32) notes.push({ field: 'ports', text: `${shown} is left out` });
    else value.push(read.data);
    if (publishMode === 'ingress' && (replicas ?? 1) > 1) {
      notes.push({ field: 'ports', text: `${shown} is held by one replica here, and not shared out` });
    }
  }
  return { value, notes };
}

/** A volume of there is another one here: its data is not brought along, which a note says. */
export function mountsOf(mounts: readonly Mounted[]): Read<Mount[]> {
  const notes: DokployNote[] = [];
  const value: Mount[] = [];
  for (const given of mounts) {
    const at = shownText(given.mountPath);
    const read = Mount.safeParse(mountOf(given));
    if (!read.success || value.length === 32) {
      const why = read.success ? 'is one too many' : `${read.error.issues[0]?.message}`;
      notes.push({ field: 'mounts', text: `${shownText(given.type, 20)} at ${at} is left out: ${why}` });
      continue;
    }
    value.push(read.data);
    if (read.data.type === 'volume') {
      notes.push({
        field: 'mounts',
        text: `the volume ${read.data.name} begins empty: its data is not brought along`,
      });
    }
    if (read.data.type === 'bind') {
      notes.push({
        field: 'mounts',
        text: `${read.data.source} of the server is bound, and has to be there`,
      });
    }
  }
  return { value, notes };
}

function mountOf({ type, volumeName, hostPath, content, mountPath }: Mounted): unknown {
  const target = mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath;
  if (type === 'volume') return { type, name: volumeName ?? '', target };
  if (type === 'bind') return { type, source: hostPath ?? '', target };
  // what Dokploy writes into files it writes as it is
  if (type === 'file') return { type, target, content: escapeReferences(content ?? '') };
  return { type, target };
}

/** Whether there is a command, and how it is given here: as arguments of the image, whose entrypoint stays. */
export function commandOf({ command, args }: Pick<Application, 'command' | 'args'>): Read<string[]> {
  const given = (args ?? []).filter((each) => each !== '');
  if (!command?.trim()) return { value: given, notes: [] };
  const text = 'replaces the image’s entrypoint there; here it is what the entrypoint is given';
  return {
    value: given.length > 0 ? [...command.trim().split(/\s+/), ...given] : ['/bin/sh', '-c', command],
    notes: [{ field: 'command', text }],
  };
}
