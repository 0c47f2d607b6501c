import { composeText } from '#shared/compose/final-text.ts';
import type { EjectedFile } from '#shared/contract/ejection.ts';
import type { Mount } from '#shared/contract/mount.ts';
import { formatEnvText } from '#shared/model/env-text.ts';
import { type Content, serviceTypes, volumeNameOf, written } from '../../workload/index.ts';
import { buildOf } from './build.ts';
import type { Taken, Unit } from './gather.ts';
import { freeName } from './names.ts';

/** What a compose file has beside services that Quayside runs itself. */
export interface Beside {
  readonly services: Readonly<Record<string, object>>;
  readonly volumes: Readonly<Record<string, object>>;
  /** The name of a network that others join; its own where there is none. */
  readonly network?: string | undefined;
  /** Whether somebody makes that network before. */
  readonly isNetworkThere?: boolean | undefined;
}

/** The files of a project. */
export interface Written {
  readonly files: readonly EjectedFile[];
  readonly missing: readonly { readonly file: string; readonly name: string }[];
  readonly notes: readonly string[];
}

interface Part {
  readonly service: object;
  readonly volumes: Readonly<Record<string, object>>;
  readonly configs: Readonly<Record<string, object>>;
  readonly files: readonly EjectedFile[];
  readonly demanded: readonly string[];
  readonly missing: Written['missing'];
}

/** Writes applications and databases as one project that Compose runs. */
export function writeProject(name: string, units: readonly Unit[], beside: Beside): Written {
  const taken = { variables: new Set<string>(), volumes: new Set(Object.keys(beside.volumes)) };
  const parts = units.map((unit) => [unit.alias, partOf(unit, taken)] as const);
  const file = {
    name,
    services: {
      ...Object.fromEntries(parts.map(([key, { service }]) => [key, service])),
      ...beside.services,
    },
    ...section('volumes', { ...merged(parts, 'volumes'), ...beside.volumes }),
    ...section('configs', merged(parts, 'configs')),
    ...(beside.network === undefined
      ? {}
      : {
          networks: { default: { name: beside.network, ...(beside.isNetworkThere && { external: true }) } },
        }),
  };
  const demanded = parts.flatMap(([, part]) => part.demanded);
  return {
    files: [
      { path: 'compose.yaml', text: composeText(file, written), mode: '644' },
      ...(demanded.length > 0
        ? [{ path: '.env', text: demanded.map((each) => `${each}=\n`).join(''), mode: '600' }]
        : []),
      ...parts.flatMap(([, part]) => part.files),
    ],
    missing: [
      ...demanded.map((each) => ({ file: '.env', name: each })),
      ...parts.flatMap(([, part]) => part.missing),
    ],
    notes: [],
  };
}

const section = (key: string, entries: Readonly<Record<string, object>>): object =>
  Object.keys(entries).length > 0 ? { [key]: entries } : {};

const merged = (
  parts: readonly (readonly [string, Part])[],
  key: 'volumes' | 'configs',
): Record<string, object> =>
  Object.assign({}, ...parts.map(([, part]) => part[key])) as Record<string, object>;

/** The names that are given already, over all services: a `-` may stand in the name of a service and of a volume. */
interface Names {
  readonly variables: Set<string>;
  readonly volumes: Set<string>;
}

function partOf(unit: Unit, taken: Names): Part {
  const { alias, spec, variables } = unit;
  const content = serviceTypes[spec.type].contentOf(spec);
  const known = variables.filter(
    (each): each is Required<Taken> & { text: string } => each.text !== undefined,
  );
  const hidden = variables
    .filter(({ text }) => text === undefined)
    .map(({ name }) => ({
      name,
      as: freeName(`${alias.toUpperCase().replaceAll('-', '_')}_${name}`, taken.variables),
    }));
  const envFile = `${alias}.env`;
  const mounts = mountsOf(unit, content, taken.volumes);
  return {
    service: {
      ...buildOf(unit),
      ...(content.command.length > 0 && { command: content.command }),
      ...(known.length > 0 && { env_file: [envFile] }),
      ...(hidden.length > 0 && {
        environment: Object.fromEntries(
          hidden.map(({ name, as }) => [name, `\0\${${as}:?fill it in in .env}`]),
        ),
      }),
      ...running(content),
      ...(mounts.volumes.length > 0 && { volumes: mounts.volumes }),
      ...(mounts.configs.length > 0 && { configs: mounts.configs }),
      networks: { default: { aliases: [alias] } },
      restart: 'unless-stopped',
    },
    volumes: mounts.named,
    configs: mounts.sources,
    files: [
      ...(known.length > 0
        ? [
            {
              path: envFile,
              text: formatEnvText(known.map(({ name, text }) => ({ name, value: text }))),
              mode: '600',
            },
          ]
        : []),
      ...mounts.files,
    ],
    demanded: hidden.map(({ as }) => as),
    missing: mounts.missing,
  };
}

function running({ ports, healthCheck: check, limits, replicas, stopSeconds }: Content): object {
  const held = ports.filter(({ hostPort }) => hostPort !== undefined);
  const { memoryMiB, cpus } = limits;
  const isLimited = memoryMiB !== undefined || cpus !== undefined;
  return {
    ...(held.length > 0 && {
      ports: held.map(({ containerPort, hostPort, protocol }) => ({
        target: containerPort,
        published: String(hostPort),
        protocol,
      })),
    }),
    ...(check && {
      healthcheck: {
        test: ['CMD', ...check.command],
        interval: `${check.intervalSeconds}s`,
        timeout: `${check.timeoutSeconds}s`,
        retries: check.retries,
        start_period: `${check.startPeriodSeconds}s`,
      },
    }),
    ...(stopSeconds !== undefined && { stop_grace_period: `${stopSeconds}s` }),
    deploy: {
      replicas,
      ...(isLimited && {
        resources: {
          limits: {
            ...(cpus !== undefined && { cpus: String(cpus) }),
            ...(memoryMiB !== undefined && { memory: `${memoryMiB}m` }),
          },
        },
      }),
    },
  };
}

interface Mounted {
  readonly volumes: object[];
  readonly configs: object[];
  readonly named: Record<string, object>;
  readonly sources: Record<string, object>;
  readonly files: EjectedFile[];
  readonly missing: Written['missing'][number][];
}

/** Volumes by the names that they have on the server, where there are any: their data stays. */
function mountsOf(
  { alias, view, number, files: texts }: Unit,
  { mounts }: Content,
  taken: Set<string>,
): Mounted {
  const keys = new Map<string, string>();
  const all: Mounted = { volumes: [], configs: [], named: {}, sources: {}, files: [], missing: [] };
  for (const [index, mount] of mounts.entries()) {
    if (mount.type === 'file') {
      const text = texts.find(({ name }) => name === mount.target)?.text;
      addFile(all, { alias, index, mount, text });
    } else {
      const own = mount.type === 'volume' ? mount.name : '';
      const key = keys.get(own) ?? (own === '' ? '' : freeName(`${alias}-${own}`, taken));
      keys.set(own, key);
      all.volumes.push(volumeOf(mount, key));
      if (mount.type === 'volume') {
        const name = volumeNameOf(view.id, mount.name);
        all.named[key] = { name, ...(number !== undefined && { external: true }) };
      }
    }
  }
  return all;
}

function volumeOf(mount: Exclude<Mount, { type: 'file' }>, key: string): object {
  const { type, target } = mount;
  if (type === 'tmpfs') return { type, target, tmpfs: { size: mount.sizeMiB * 1_048_576 } };
  const source = type === 'bind' ? mount.source : key;
  return {
    type,
    source,
    target,
    ...(mount.readOnly && { read_only: true }),
    ...(type === 'bind' && { bind: { create_host_path: false } }),
  };
}

interface Added {
  readonly alias: string;
  readonly index: number;
  readonly mount: Extract<Mount, { type: 'file' }>;
  readonly text: string | undefined;
}

/** A file that is not taken along has its place all the same: Compose does not start without it. */
function addFile(all: Mounted, { alias, index, mount, text }: Added): void {
  const { target, mode } = mount;
  const plain = target.slice(target.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9._-]+/g, '-');
  const path = `files/${alias}/${index}-${plain}`;
  const key = `${alias}-file-${index}`;
  all.sources[key] = { file: `./${path}` };
  all.configs.push({ source: key, target, mode: Number.parseInt(mode, 8) });
  if (text === undefined) all.missing.push({ file: path, name: target });
  else all.files.push({ path, text, mode: mode.slice(-3) });
}
