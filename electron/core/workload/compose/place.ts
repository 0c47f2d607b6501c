import { createHash } from 'node:crypto';
import { finalText } from '#shared/compose/final-text.ts';
import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';
import type { ComposeSource } from '#shared/compose/source.ts';
import { resolvePath } from '#shared/compose/sources.ts';
import { builtNameOf } from '../image/kept-name.ts';
import { upstreamName } from '../proxy/routes.ts';
import { label } from '../runtime/labels.ts';

/** Where a project is to run. */
export interface Placement {
  /** The folder on the server that is its own. */
  readonly folder: string;
  /** On everything that is made for it. */
  readonly labels: Readonly<Record<string, string>>;
  /** The environment's network, by which the other services reach `alias`. */
  readonly network: string;
  readonly alias: string;
  readonly serviceId: string;
  /** What parts are started from in the place of what their files say. */
  readonly pins: Readonly<Record<string, string>>;
}

/** Everything that its server needs. */
export interface Bundle {
  /** The one compose file; every path in it is absolute. */
  readonly text: string;
  /** Values of what Compose itself reads from its surroundings, as an env file. */
  readonly env: string;
  /** Files below the folder's `content`; each path begins with the digest of those that one mount or build is given. */
  readonly content: readonly { readonly path: string; readonly text: string }[];
}

/** The name of the environment's network inside of a project; no name of Compose's begins like it. */
const outerNetwork = 'quayside-environment';

/**
 * Makes of a project what runs on a server: our labels, the network of its environment, and each path of its own made
 * absolute. Given files are laid down once for each path that is mounted or built from, by the digest of what is there: a
 * changed file is another mount, and an old one stays for the way back. Every other path is a folder of its own that
 * outlives deployments. So no mount of a project lies in another one, nor in what is built from, and no link that a
 * container leaves is ever followed.
 */
export function bundleOf(project: ComposeProject, source: ComposeSource, placement: Placement): Bundle {
  const given = givenFiles(source);
  const shares = new Map<string, Share>();
  const place: Place = (path, use) => placed(path, { use, given, shares, folder: placement.folder });
  const isOne = Object.keys(project.services).length === 1;
  const services = mapEntries(project.services, (name, service) =>
    placedService(service, { name, names: namesOf(name, isOne, placement), placement, place }),
  );
  const content = <T extends { file?: string | undefined }>(each: T): T =>
    each.file === undefined ? each : { ...each, file: place(each.file, 'mount') };
  const needsOuter = Object.values(services).some(({ networks }) => networks && outerNetwork in networks);
  const placedProject: ComposeProject = {
    ...project,
    name: undefined,
    services,
    networks: {
      ...mapEntries(project.networks, (_, network) => withLabels(network, placement)),
      ...(needsOuter && { [outerNetwork]: { name: placement.network, external: true } }),
    },
    volumes: mapEntries(project.volumes, (_, volume) => withLabels(volume, placement)),
    configs: mapEntries(project.configs, (_, config) => content(config)),
    secrets: mapEntries(project.secrets, (_, secret) => content(secret)),
  };
  const { name: _, ...written } = placedProject;
  return {
    text: finalText(written),
    env: envOf(project, source),
    content: [...shares.values()].flatMap(({ files }) => files.map(([path, text]) => ({ path, text }))),
  };
}

type Files = readonly (readonly [path: string, text: string])[];

/** What containers may be given: not the compose files, whose values may be nobody's business. */
function givenFiles({ files, composeFiles }: ComposeSource): Files {
  return Object.entries(files)
    .filter(([path]) => !composeFiles.includes(path) && path !== '.env')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What one path is given: each file by its path below `content`. */
interface Share {
  readonly place: string;
  readonly files: Files;
}

/** A build reads on the server what a mount lets a container write: they never have the same files. */
type Use = 'mount' | 'build';
type Place = (path: string, use: Use) => string;

interface Placing {
  readonly use: Use;
  readonly given: Files;
  readonly shares: Map<string, Share>;
  readonly folder: string;
}

function placed(path: string, { use, given, shares, folder }: Placing): string {
  const own = resolvePath('', path);
  if (own === undefined) return path;
  const inside = given.filter(([name]) => own === '' || name === own || name.startsWith(`${own}/`));
  if (inside.length === 0) return `${folder}/data/${encodeURIComponent(own)}`;
  const key = JSON.stringify([use, own]);
  const share = shares.get(key) ?? shareOf(key, own, inside);
  shares.set(key, share);
  return `${folder}/content/${share.place}`;
}

function shareOf(key: string, own: string, inside: Files): Share {
  const digest = createHash('sha256').update(key).update(JSON.stringify(inside)).digest('hex').slice(0, 32);
  const place = `${digest}/${own.slice(own.lastIndexOf('/') + 1) || 'all'}`;
  const below = (name: string): string => (own === '' ? `/${name}` : name.slice(own.length));
  return { place, files: inside.map(([name, text]) => [`${place}${below(name)}`, text]) };
}

/** How others of the environment find a part, a proxy among them; a project of one part goes by its own names as well. */
function namesOf(part: string, isOne: boolean, { alias, serviceId }: Placement): string[] {
  const names = [`${part}.${alias}`, upstreamName(serviceId, 'a', part)];
  return isOne ? [...names, alias, upstreamName(serviceId, 'a')] : names;
}

interface ServicePlacement {
  readonly name: string;
  readonly names: readonly string[];
  readonly placement: Placement;
  readonly place: Place;
}

function placedService(
  service: ComposeService,
  { name, names, placement, place }: ServicePlacement,
): ComposeService {
  const { build: _, image, pull_policy: __, volumes, networks, labels, ...rest } = service;
  const isApart = rest.network_mode !== undefined;
  return {
    ...rest,
    ...startedFrom(service, { name, placement, place }),
    labels: { ...withoutOurs(labels), ...placement.labels, ...(image && { [label.image]: image }) },
    ...(volumes && {
      volumes: volumes.map((each) =>
        each.type === 'bind' && each.source !== undefined
          ? { ...each, source: place(each.source, 'mount') }
          : each,
      ),
    }),
    ...(!isApart && {
      networks: { ...networks, [outerNetwork]: { aliases: [...names] } },
    }),
  };
}

/** An exact image; or what it is made of, under a name of ours, so that no build takes the place of somebody's image. */
function startedFrom(
  { build, image }: ComposeService,
  { name, placement: { pins, serviceId }, place }: Omit<ServicePlacement, 'names'>,
): Pick<ComposeService, 'build' | 'image' | 'pull_policy'> {
  const pin = Object.hasOwn(pins, name) ? pins[name] : undefined;
  if (pin !== undefined) return { image: pin, pull_policy: pin.includes('@') ? 'missing' : 'never' };
  if (!build) return image === undefined ? {} : { image };
  const { tags: _, ...rest } = build;
  const context = build.context === undefined ? {} : { context: place(build.context, 'build') };
  return { image: builtNameOf(serviceId, name), build: { ...rest, ...context } };
}

type Labelled = { labels?: Record<string, string | null> | undefined; external?: boolean | undefined };

/** What belongs to others stays as it is. Only the service is told: labels of a volume cannot change any more. */
function withLabels<T extends Labelled>(each: T, { labels }: Placement): T {
  const service = labels['quayside.service'];
  if (each.external || service === undefined) return each;
  return { ...each, labels: { ...withoutOurs(each.labels), 'quayside.service': service } };
}

const withoutOurs = (labels: Readonly<Record<string, string | null>> = {}): Record<string, string | null> =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('quayside.')));

/** Secrets and configs that name a variable are read by Compose on the server. */
function envOf({ configs, secrets }: ComposeProject, { variables }: ComposeSource): string {
  const names = [...Object.values(configs), ...Object.values(secrets)].flatMap(
    ({ environment }) => environment ?? [],
  );
  return [...new Set(names)]
    .map((name) => `${name}='${(variables[name] ?? '').replaceAll("'", "\\'")}'\n`)
    .join('');
}

const mapEntries = <T, U>(
  all: Readonly<Record<string, T>>,
  change: (name: string, value: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(name, value)]));
