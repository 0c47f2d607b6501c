import { createHash } from 'node:crypto';
import { join } from 'node:path/posix';
import { composeText, finalText, literally } from '#shared/compose/final-text.ts';
import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';
import { type ComposeSource, envFileOf } from '#shared/compose/source.ts';
import { formatEnvText } from '#shared/model/env-text.ts';
import { builtNameOf } from '../image/kept-name.ts';
import { label } from '../runtime/labels.ts';
import { nodeConstraint } from '../stack/deploy-of.ts';
import { stackFile } from '../stack/stack-file.ts';
import { type PartFacts, partFacts } from './beside/part-facts.ts';
import { isAddress } from './beside/places.ts';
import { namesOf, slotOf } from './names.ts';
import { own } from './own-paths.ts';
import type { RepositoryObject, RepositoryObjects } from './sources.ts';

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
  /** Set for a project that ran here before it was ours. */
  readonly adopted?: Adopted | undefined;
  /** The deployment that makes a Swarm stack of it; Docker Compose runs it where this is absent. */
  readonly stackOf?: string | undefined;
}

/** How a project was run before it was ours. */
export interface Adopted {
  /** The folder on the server that its paths are seen from; what it keeps lies there. */
  readonly home: string;
  /** Parts that are written as their files alone say, so that Compose finds in them what runs already. */
  readonly untouched: readonly string[];
}

/** Everything that its server needs. */
export interface Bundle {
  /** The one compose file; every path in it is absolute. */
  readonly text: string;
  /** Values of what Compose itself reads from its surroundings, as an env file. */
  readonly env: string;
  /** What tells which parts can start beside their old ones. */
  readonly parts: readonly PartFacts[];
  /** Files below the folder's `content`; each path begins with the digest of those that one mount or build is given. */
  readonly content: readonly Content[];
  /** Folders that have to be there before it starts, since Swarm makes none; set where it runs as a stack. */
  readonly stackFolders?: readonly string[] | undefined;
}

/** One file by its text; or a file or folder as it is in the project's repository. */
export type Content =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly object: RepositoryObject };

/** The name of the environment's network inside of a project; no name of Compose's begins like it. */
const outerNetwork = 'quayside-environment';

/**
 * Makes of a project what runs on a server: our labels, the network of its environment, and each path of its own made
 * absolute. Given files are laid down once for each path that is mounted or built from, by the digest of what is there: a
 * changed file is another mount, and an old one stays for the way back. Every other path is a folder of its own that
 * outlives deployments. So no mount of a project lies in another one, nor in what is built from, and no link that a
 * container leaves is ever followed.
 */
export function bundleOf(
  project: ComposeProject,
  { source, objects }: { readonly source: ComposeSource; readonly objects?: RepositoryObjects | undefined },
  placement: Placement,
): Bundle {
  const { adopted, folder } = placement;
  const texts = givenFiles(source);
  const shareOf: Placing['shareOf'] = (key, mine) => {
    if (objects) return sharedObject(key, mine, objects);
    // a folder of it is there, with more in it than the files that were taken over
    const isThere = adopted !== undefined && !texts.some(([name]) => name === mine);
    return isThere ? undefined : sharedFiles(key, mine, texts);
  };
  const shares = new Map<string, Share>();
  const kept = new Set<string>();
  const keptAt = (mine: string): string => {
    const path = adopted ? join(adopted.home, mine) : `${folder}/data/${encodeURIComponent(mine)}`;
    kept.add(path);
    return path;
  };
  const place: Place = (path, use) =>
    adopted && /^\.\.(?:\/|$)/.test(path)
      ? join(adopted.home, path)
      : placed(path, { use, shareOf, shares, folder, keptAt });
  const isOne = Object.keys(project.services).length === 1;
  const services = mapEntries(project.services, (name, service) =>
    placedService(service, {
      name,
      names: namesOf(name, isOne, { ...placement, slot: slotOf(name) }),
      placement,
      place,
    }),
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
  const { name: _, ...nameless } = placedProject;
  const given = [...shares.values()].flatMap(({ content }) => content);
  const rest = { env: envOf(project, source), parts: partFacts(project) };
  if (placement.stackOf === undefined) return { ...rest, text: finalText(nameless, written), content: given };
  const laid: Content[] = [];
  const file = stackFile(nameless, {
    ...placement,
    deploymentId: placement.stackOf,
    variables: source.variables,
    layDown(key, text) {
      const path = placeOf(placement.serviceId, key, text);
      laid.push({ path, text });
      return `${folder}/content/${path}`;
    },
  });
  return {
    ...rest,
    text: composeText(file, written),
    content: [...given, ...laid],
    stackFolders: [...kept],
  };
}

/** Nothing is left to interpolate but what is known on the server alone. */
const written = (text: string): string =>
  isAddress(text) || text === nodeConstraint ? text : literally(text);

type Files = readonly (readonly [path: string, text: string])[];

/** What containers may be given: not the compose files, whose values may be nobody's business. */
function givenFiles(source: ComposeSource): Files {
  const { files, composeFiles } = source;
  return Object.entries(files)
    .filter(([path]) => !composeFiles.includes(path) && path !== envFileOf(source))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What one path is given, by its place below `content`. */
interface Share {
  readonly place: string;
  readonly content: readonly Content[];
}

/** A build reads on the server what a mount lets a container write: they never have the same files. */
type Use = 'mount' | 'build';
type Place = (path: string, use: Use) => string;

interface Placing {
  readonly use: Use;
  readonly shareOf: (key: string, mine: string) => Share | undefined;
  readonly shares: Map<string, Share>;
  readonly folder: string;
  /** Where a path lies that no given file stands at. */
  readonly keptAt: (mine: string) => string;
}

function placed(path: string, { use, shareOf, shares, folder, keptAt }: Placing): string {
  const [mine] = own(path);
  if (mine === undefined) return path;
  const key = JSON.stringify([use, mine]);
  const share = shares.get(key) ?? shareOf(key, mine);
  if (share === undefined) return keptAt(mine);
  shares.set(key, share);
  return `${folder}/content/${share.place}`;
}

function sharedFiles(key: string, mine: string, given: Files): Share | undefined {
  const inside = given.filter(([name]) => mine === '' || name === mine || name.startsWith(`${mine}/`));
  if (inside.length === 0) return undefined;
  const place = placeOf(key, mine, inside);
  const below = (name: string): string => (mine === '' ? `/${name}` : name.slice(mine.length));
  return { place, content: inside.map(([name, text]) => ({ path: `${place}${below(name)}`, text })) };
}

/** The same content is the same place, whatever commit it comes from: what did not change is not started again. */
function sharedObject(key: string, mine: string, given: RepositoryObjects): Share | undefined {
  const object = Object.hasOwn(given, mine) ? given[mine] : undefined;
  if (object === undefined) return undefined;
  const place = placeOf(key, mine, object);
  return { place, content: [{ path: place, object }] };
}

function placeOf(key: string, mine: string, what: unknown): string {
  const digest = createHash('sha256').update(key).update(JSON.stringify(what)).digest('hex').slice(0, 32);
  return `${digest}/${mine.slice(mine.lastIndexOf('/') + 1) || 'all'}`;
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
  const mounts = volumes && {
    volumes: volumes.map((each) =>
      each.type === 'bind' && each.source !== undefined
        ? { ...each, source: place(each.source, 'mount') }
        : each,
    ),
  };
  if (placement.adopted?.untouched.includes(name)) {
    const kept = labels && { labels: withoutOurs(labels) };
    const build = service.build && { build: placedBuild(service.build, place) };
    return { ...rest, ...build, image, ...kept, ...asComposeHasIt(mounts), networks };
  }
  return {
    ...rest,
    ...startedFrom(service, { name, placement, place }),
    labels: { ...withoutOurs(labels), ...placement.labels, ...(image && { [label.image]: image }) },
    ...mounts,
    ...(!isApart && {
      networks: { ...networks, [outerNetwork]: { aliases: [...names] } },
    }),
  };
}

/** What Compose 2.26 adds before it tells whether a container is as its file says. */
const asComposeHasIt = (mounts: Pick<ComposeService, 'volumes'> | undefined) =>
  mounts && {
    volumes: mounts.volumes?.map((each) =>
      each.type === 'volume' ? { ...each, volume: each.volume ?? {} } : each,
    ),
  };

/** An exact image; or what it is made of, under a name of ours, so that no build takes the place of somebody's image. */
function startedFrom(
  { build, image }: ComposeService,
  { name, placement: { pins, serviceId }, place }: Omit<ServicePlacement, 'names'>,
): Pick<ComposeService, 'build' | 'image' | 'pull_policy'> {
  const pin = Object.hasOwn(pins, name) ? pins[name] : undefined;
  if (pin !== undefined) return { image: pin, pull_policy: pin.includes('@') ? 'missing' : 'never' };
  if (!build) return image === undefined ? {} : { image };
  return { image: builtNameOf(serviceId, name), build: placedBuild(build, place) };
}

function placedBuild({ tags: _, ...build }: Build, place: Place): Build {
  const { context, additional_contexts: more, ...rest } = build;
  return {
    ...rest,
    ...(context !== undefined && { context: place(context, 'build') }),
    ...(more && { additional_contexts: mapEntries(more, (_, each) => each && place(each, 'build')) }),
  };
}

type Build = NonNullable<ComposeService['build']>;

type Labelled = { labels?: Record<string, string | null> | undefined; external?: boolean | undefined };

/** What belongs to others, or was there before, stays as it is. Only the service is told: labels of a volume cannot change any more. */
function withLabels<T extends Labelled>(each: T, { labels, adopted }: Placement): T {
  const service = labels['quayside.service'];
  if (each.external || adopted || service === undefined) return each;
  return { ...each, labels: { ...withoutOurs(each.labels), 'quayside.service': service } };
}

const withoutOurs = (labels: Readonly<Record<string, string | null>> = {}): Record<string, string | null> =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('quayside.')));

/** Secrets and configs that name a variable are read by Compose on the server. */
function envOf({ configs, secrets }: ComposeProject, { variables }: ComposeSource): string {
  const names = [...Object.values(configs), ...Object.values(secrets)].flatMap(
    ({ environment }) => environment ?? [],
  );
  return formatEnvText([...new Set(names)].map((name) => ({ name, value: variables[name] ?? '' })));
}

const mapEntries = <T, U>(
  all: Readonly<Record<string, T>>,
  change: (name: string, value: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(name, value)]));
