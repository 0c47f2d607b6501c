import { parseEnvText } from '../model/env-text.ts';
import type { Lookup } from '../model/interpolation.ts';
import type { ComposeProject } from './schema/project.ts';
import type { ComposeService } from './schema/service.ts';
import type { ComposeSource } from './source.ts';
import { resolvePath, type Sources } from './sources.ts';
import { type Mapping, pathText, spotAt } from './tree.ts';

interface Around {
  readonly tree: Mapping;
  readonly source: ComposeSource;
  readonly lookup: Lookup;
  readonly told: Sources;
}

/**
 * Makes a checked project complete: only the services of its profiles, variables from files and from outside written
 * into each, the default network where none is named, nothing that refers to what is not there.
 */
export function normalise(project: ComposeProject, around: Around): ComposeProject {
  const profiles = around.source.profiles;
  const isOn = ({ profiles: own = [] }: ComposeService): boolean =>
    own.length === 0 || own.some((each) => profiles.includes(each)) || profiles.includes('*');
  const services: Record<string, ComposeService> = {};
  for (const [name, service] of Object.entries(project.services))
    if (isOn(service)) services[name] = complete(name, service, around);
  checkReferences({ ...project, services }, around, new Set(Object.keys(project.services)));
  if (Object.keys(services).length === 0)
    problem(around, ['services'], 'has none that the profiles switch on');
  const needsDefault = Object.values(services).some(
    ({ networks }) => networks && Object.hasOwn(networks, 'default'),
  );
  const networks = needsDefault ? { default: {}, ...project.networks } : project.networks;
  return { ...project, services, networks };
}

function complete(name: string, service: ComposeService, around: Around): ComposeService {
  const { env_file: files, profiles: _, ...rest } = service;
  const { home } = around.source;
  if (!namePattern.test(name))
    problem(around, ['services', name], 'may hold letters, digits, . _ and - only');
  if (!rest.image && !rest.build && !rest.provider)
    problem(around, ['services', name], 'needs an image or a build');
  const environment = {
    ...fromFiles(name, files ?? [], around),
    ...fromOutside(service.environment ?? {}, around),
  };
  const isApart = rest.network_mode !== undefined;
  if (isApart && rest.networks) problem(around, ['services', name, 'network_mode'], 'excludes networks');
  return {
    ...rest,
    ...(rest.build && home !== undefined && { build: { context: `./${home}`, ...rest.build } }),
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(!isApart && { networks: rest.networks ?? { default: null } }),
  };
}

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

/** A name without a value has the one from outside, and is left out where nobody sets it. */
function fromOutside(
  environment: Readonly<Record<string, string | null>>,
  { lookup }: Around,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => {
      const found = value ?? lookup(key);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

function fromFiles(
  name: string,
  files: readonly { path: string; required: boolean; format?: string | undefined }[],
  around: Around,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [index, { path, required, format }] of files.entries()) {
    const file = resolvePath('', path);
    const text = file === undefined ? undefined : around.told.files.get(file);
    const where = ['services', name, 'env_file', index];
    if (text === undefined) {
      if (required) problem(around, where, `${path} is none of this service's files`);
      continue;
    }
    if (format === 'raw') Object.assign(environment, rawOf(text));
    else {
      const read = parseEnvText(text, { outside: around.lookup, unset: 'empty' });
      for (const each of read.problems) around.told.problems.push({ file: path, path: '', ...each });
      for (const each of read.entries) environment[each.name] = each.value;
    }
  }
  return environment;
}

const rawOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/\r?\n/).flatMap((line) => {
      const end = line.indexOf('=');
      return end < 1 || line.startsWith('#') ? [] : [[line.slice(0, end), line.slice(end + 1)]];
    }),
  );

function checkReferences(project: ComposeProject, around: Around, all: ReadonlySet<string>): void {
  for (const [name, service] of Object.entries(project.services)) {
    for (const [other, { required }] of Object.entries(service.depends_on ?? {})) {
      if (Object.hasOwn(project.services, other)) continue;
      const why = all.has(other) ? 'is switched off by its profiles' : 'is no service of this project';
      if (required || !all.has(other)) problem(around, ['services', name, 'depends_on', other], why);
    }
    for (const network of Object.keys(service.networks ?? {}))
      if (network !== 'default' && !Object.hasOwn(project.networks, network))
        problem(around, ['services', name, 'networks', network], 'is no network of this project');
    for (const [index, { type, source }] of (service.volumes ?? []).entries())
      if (type === 'volume' && source !== undefined && !Object.hasOwn(project.volumes, source))
        problem(around, ['services', name, 'volumes', index], `${source} is no volume of this project`);
    for (const kind of ['configs', 'secrets'] as const)
      for (const [index, { source }] of (service[kind] ?? []).entries())
        if (!Object.hasOwn(project[kind], source))
          problem(
            around,
            ['services', name, kind, index],
            `${source} is none of the ${kind} of this project`,
          );
  }
  const circle = circleIn(project);
  if (circle)
    problem(around, ['services', circle, 'depends_on'], 'depends on itself, by way of others or at once');
}

/** The name of a service that waits for itself. */
function circleIn({ services }: ComposeProject): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, way: ReadonlySet<string>): string | undefined => {
    if (way.has(name)) return name;
    if (done.has(name)) return undefined;
    const found = Object.keys(services[name]?.depends_on ?? {})
      .map((other) => visit(other, new Set([...way, name])))
      .find((each) => each !== undefined);
    done.add(name);
    return found;
  };
  return Object.keys(services)
    .map((name) => visit(name, new Set()))
    .find((each) => each !== undefined);
}

function problem({ tree, told }: Around, path: readonly (string | number)[], message: string): void {
  told.problems.push({ ...spotAt(tree, path), path: pathText(path), message });
}
