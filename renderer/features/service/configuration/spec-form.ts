import { ApplicationSpec, type ServiceSource } from '#shared/contract/application-spec.ts';
import {
  messageOf,
  numberOrText,
  present,
  numberText as text,
  type ZodIssueLike,
} from '../types/form-values.ts';
import type { SpecIssue, SpecResult } from '../types/spec-editor.ts';
import {
  type ArgumentForm,
  type BuilderForm,
  builderFormOf,
  builderOf,
  emptyBuilder,
} from './builder-form.ts';
import { formatCommandText, parseCommandText } from './command-text.ts';
import { type MountForm, mountFormOf, mountOf } from './mount-form.ts';

export interface PortForm {
  containerPort: string;
  hostPort: string;
  protocol: 'tcp' | 'udp';
}

/** A configuration as it is typed: text where people type, both sources side by side. */
export interface SpecForm extends BuilderForm {
  serverId: string;
  sourceType: ServiceSource['type'];
  image: string;
  url: string;
  refType: 'branch' | 'tag' | 'commit';
  ref: string;
  directory: string;
  dockerfile: string;
  target: string;
  submodules: boolean;
  /** Empty: the server that it runs on. */
  buildServerId: string;
  pushTo: string;
  replicas: string;
  command: string;
  ports: PortForm[];
  mounts: MountForm[];
  updateOrder: NonNullable<ApplicationSpec['updateOrder']> | '';
  hasHealthCheck: boolean;
  healthCommand: string;
  intervalSeconds: string;
  timeoutSeconds: string;
  retries: string;
  startPeriodSeconds: string;
  memoryMiB: string;
  cpus: string;
  soakSeconds: string;
  drainSeconds: string;
}

type SpecField =
  | Exclude<keyof SpecForm, 'ports' | 'mounts' | 'buildArguments'>
  | `buildArguments.${number}.${keyof ArgumentForm}`
  | `ports.${number}.${keyof PortForm}`
  | `mounts.${number}.${keyof MountForm}`;

export const emptySpec: SpecForm = {
  serverId: '',
  sourceType: 'image',
  image: '',
  url: '',
  refType: 'branch',
  ref: 'main',
  directory: '',
  dockerfile: 'Dockerfile',
  target: '',
  submodules: false,
  buildServerId: '',
  pushTo: '',
  ...emptyBuilder,
  replicas: '1',
  command: '',
  ports: [],
  mounts: [],
  updateOrder: '',
  hasHealthCheck: false,
  healthCommand: '',
  intervalSeconds: '10',
  timeoutSeconds: '5',
  retries: '3',
  startPeriodSeconds: '10',
  memoryMiB: '',
  cpus: '',
  soakSeconds: '5',
  drainSeconds: '60',
};

const sourceOf = (form: SpecForm): unknown => {
  if (form.sourceType === 'image') return { type: 'image', image: form.image.trim() };
  const built = {
    directory: form.directory.trim().replace(/\/+$/, ''),
    dockerfile: form.dockerfile.trim() || 'Dockerfile',
    ...(form.target.trim() ? { target: form.target.trim() } : {}),
    builder: builderOf(form),
    buildServerId: form.buildServerId || undefined,
    pushTo: form.pushTo.trim() || undefined,
  };
  if (form.sourceType === 'folder') return present({ type: 'folder', ...built });
  const ref = form.ref.trim();
  return present({
    type: 'git',
    url: form.url.trim(),
    ref: form.refType === 'commit' ? { type: 'commit', hash: ref } : { type: form.refType, name: ref },
    ...built,
    submodules: form.submodules,
  });
};

const healthOf = (form: SpecForm, command: readonly string[]): unknown =>
  form.hasHealthCheck
    ? present({
        command,
        intervalSeconds: numberOrText(form.intervalSeconds),
        timeoutSeconds: numberOrText(form.timeoutSeconds),
        retries: numberOrText(form.retries),
        startPeriodSeconds: numberOrText(form.startPeriodSeconds),
      })
    : undefined;

const specOf = (form: SpecForm, command: readonly string[], health: readonly string[]): unknown =>
  present({
    type: 'application',
    source: sourceOf(form),
    replicas: numberOrText(form.replicas),
    command,
    ports: form.ports.map(({ containerPort, hostPort, protocol }) =>
      present({ containerPort: numberOrText(containerPort), hostPort: numberOrText(hostPort), protocol }),
    ),
    mounts: form.mounts.map((mount) => mountOf(mount, numberOrText(mount.sizeMiB))),
    updateOrder: form.updateOrder || undefined,
    healthCheck: healthOf(form, health),
    limits: present({ memoryMiB: numberOrText(form.memoryMiB), cpus: numberOrText(form.cpus) }),
    soakSeconds: numberOrText(form.soakSeconds),
    drainSeconds: numberOrText(form.drainSeconds),
  });

const last = (path: readonly PropertyKey[]): string => String(path.at(-1));

const fieldOf = (path: readonly PropertyKey[]): SpecField | undefined => {
  const [first, second, third] = path;
  if (first === 'ports' && typeof second === 'number')
    return `ports.${second}.${(third as keyof PortForm | undefined) ?? 'containerPort'}`;
  if (first === 'mounts' && typeof second === 'number')
    return `mounts.${second}.${(third as keyof MountForm | undefined) ?? 'target'}`;
  if (first === 'source' && second === 'ref') return 'ref';
  if (first === 'healthCheck' && (second === 'command' || second === undefined)) return 'healthCommand';
  if (first === 'command') return 'command';
  if (first === 'source' && second === 'builder') return builderFieldOf(path.slice(2));
  const name = last(path);
  return name in emptySpec ? (name as SpecField) : undefined;
};

const builderFieldOf = ([field, index, part]: readonly PropertyKey[]): SpecField | undefined => {
  if (field === 'image') return 'siteImage';
  if (field === 'secrets') return 'buildSecrets';
  if (field === 'arguments' && typeof index === 'number')
    return `buildArguments.${index}.${part === 'value' ? 'value' : 'name'}`;
  return field !== undefined && field in emptySpec ? (field as SpecField) : undefined;
};

/** Names a problem of a configuration by the field it was typed in; also for what the core refuses. */
export const specIssue = (path: string, message: string): SpecIssue => {
  const parts = path
    .replace(/^spec\./, '')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return { field: fieldOf(parts), message };
};

/** Reads a configuration out of its form, or says what is wrong in which field. */
export const toSpec = (form: SpecForm): SpecResult => {
  const command = parseCommandText(form.command);
  const health = parseCommandText(form.healthCommand);
  const issues: SpecIssue[] = [];
  if (!command.isValid) issues.push({ field: 'command', message: command.problem });
  if (form.hasHealthCheck && !health.isValid)
    issues.push({ field: 'healthCommand', message: health.problem });
  const raw = specOf(
    form,
    command.isValid ? command.arguments : [],
    health.isValid ? health.arguments : ['?'],
  );
  const result = ApplicationSpec.safeParse(raw);
  if (result.success && issues.length === 0) return { spec: result.data };
  const found = (result.error?.issues ?? []) as readonly ZodIssueLike[];
  return {
    issues: [...issues, ...found.map((issue) => ({ field: fieldOf(issue.path), message: messageOf(issue) }))],
  };
};

const sourceFields = (source: ServiceSource): Partial<SpecForm> => {
  if (source.type === 'image') return { sourceType: 'image', image: source.image };
  const { target = '', builder, directory, dockerfile, buildServerId = '', pushTo = '' } = source;
  const built = { ...builderFormOf(builder), target, directory, dockerfile, buildServerId, pushTo };
  if (source.type === 'folder') return { ...built, sourceType: 'folder' };
  const { ref, url, submodules } = source;
  return {
    ...built,
    url,
    submodules,
    sourceType: 'git',
    refType: ref.type,
    ref: ref.type === 'commit' ? ref.hash : ref.name,
  };
};

/** The form of a configuration. */
export const fromSpec = (spec: ApplicationSpec | null, serverId: string | null): SpecForm => {
  if (!spec) return { ...emptySpec, serverId: serverId ?? '' };
  const health = spec.healthCheck;
  return {
    ...emptySpec,
    ...sourceFields(spec.source),
    serverId: serverId ?? '',
    replicas: text(spec.replicas),
    command: formatCommandText(spec.command),
    ports: spec.ports.map(({ containerPort, hostPort, protocol }) => ({
      containerPort: text(containerPort),
      hostPort: text(hostPort),
      protocol,
    })),
    mounts: spec.mounts.map(mountFormOf),
    updateOrder: spec.updateOrder ?? '',
    hasHealthCheck: health !== undefined,
    ...(health
      ? {
          healthCommand: formatCommandText(health.command),
          intervalSeconds: text(health.intervalSeconds),
          timeoutSeconds: text(health.timeoutSeconds),
          retries: text(health.retries),
          startPeriodSeconds: text(health.startPeriodSeconds),
        }
      : {}),
    memoryMiB: text(spec.limits.memoryMiB),
    cpus: text(spec.limits.cpus),
    soakSeconds: text(spec.soakSeconds),
    drainSeconds: text(spec.drainSeconds),
  };
};

const labels: Partial<Record<keyof SpecForm, string>> = {
  serverId: 'server',
  sourceType: 'source',
  url: 'repository',
  refType: 'ref',
  healthCommand: 'health check',
  hasHealthCheck: 'health check',
  intervalSeconds: 'health check',
  timeoutSeconds: 'health check',
  retries: 'health check',
  startPeriodSeconds: 'health check',
  memoryMiB: 'memory',
  cpus: 'CPUs',
  soakSeconds: 'soak time',
  drainSeconds: 'drain time',
  updateOrder: 'order of an update',
  buildServerId: 'build server',
  pushTo: 'registry',
  buildArguments: 'build arguments',
  buildSecrets: 'build secrets',
  singlePage: 'static site',
  notFoundPage: 'static site',
  cacheSeconds: 'static site',
  siteImage: 'static site',
};

/** In words, what differs between two forms. */
export const differences = (one: SpecForm, other: SpecForm): string[] => {
  const names = (Object.keys(emptySpec) as (keyof SpecForm)[])
    .filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
    .map((key) => labels[key] ?? key);
  return [...new Set(names)];
};
