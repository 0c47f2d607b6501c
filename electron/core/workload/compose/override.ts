import { composeText, literally } from '#shared/compose/final-text.ts';
import type { ComposeProject } from '#shared/compose/schema/project.ts';
import type { ComposeService } from '#shared/compose/schema/service.ts';
import type { ComposeSource } from '#shared/compose/source.ts';
import { resolvePath } from '#shared/compose/sources.ts';

/** What a project needs beside its own files to run as it ran here. */
export interface Apart {
  /** What Compose calls it, and so its volumes. */
  readonly name: string;
  /** Exactly what each part ran. */
  readonly images: Readonly<Record<string, string>>;
  /** The folder on its server where what it keeps itself lies; undefined where that is not known. */
  readonly folder?: string | undefined;
  /** Of one that ran before it was a service: the folder that its paths are seen from, where that all lies. */
  readonly home?: string | undefined;
  /** A network that is there already, by which others reach its parts. */
  readonly network?: { readonly name: string; readonly alias: string } | undefined;
  /** Variables without which it must not start. */
  readonly demanded: readonly string[];
  /** A further service, such as a proxy, that reaches the parts by `alias`. */
  readonly further?:
    | {
        readonly alias: string;
        readonly services: Readonly<Record<string, object>>;
        readonly volumes: Readonly<Record<string, object>>;
      }
    | undefined;
}

/** The file that goes over a project's own, and the paths of its own whose content stays behind. */
export interface Override {
  readonly text: string;
  readonly left: readonly string[];
}

const networkKey = 'quayside';

/** Writes the file that is laid over a project's own ones, so that these need no change. */
export function overrideOf(project: ComposeProject, source: ComposeSource, apart: Apart): Override {
  const left = new Set<string>();
  const isOne = Object.keys(project.services).length === 1;
  const services = Object.fromEntries(
    Object.entries(project.services).map(([part, service]) => [
      part,
      {
        ...(Object.hasOwn(apart.images, part) && { image: apart.images[part] }),
        ...volumesOf(service, source, { apart, left }),
        ...networksOf(part, service, apart, isOne),
      },
    ]),
  );
  const filled = Object.entries(services).filter(([, each]) => Object.keys(each).length > 0);
  const further = furtherOf(project, apart);
  const hasNetwork = apart.network !== undefined || apart.further !== undefined;
  const file = {
    name: apart.name,
    ...(apart.demanded.length > 0 && {
      'x-demanded': apart.demanded.map((name) => `\0\${${name}:?fill it in in .env}`),
    }),
    services: { ...Object.fromEntries(filled), ...further.services },
    ...(apart.further && { volumes: further.volumes }),
    ...(hasNetwork && {
      networks: { [networkKey]: apart.network ? { name: apart.network.name, external: true } : {} },
    }),
  };
  return { text: composeText(file, written), left: [...left] };
}

/** On the network that the parts are reached by, under names that no part and no volume of the project has. */
function furtherOf({ services, volumes }: ComposeProject, { further }: Apart) {
  const named = (there: object, names: object = {}): Map<string, string> =>
    new Map(Object.keys(names).map((name) => [name, freeKey(there, name)]));
  const [parts, kept] = [named(services, further?.services), named(volumes, further?.volumes)];
  return {
    services: Object.fromEntries(
      Object.entries(further?.services ?? {}).map(([name, service]) => [
        parts.get(name),
        { ...mounting(service, kept), networks: { [networkKey]: null } },
      ]),
    ),
    volumes: Object.fromEntries(
      Object.entries(further?.volumes ?? {}).map(([name, volume]) => [kept.get(name), volume]),
    ),
  };
}

const freeKey = (there: object, name: string): string =>
  Object.hasOwn(there, name) ? freeKey(there, `quayside-${name}`) : name;

/** A service with its volumes by the names that they were given. */
function mounting(
  service: { readonly volumes?: readonly { readonly source?: string }[] },
  names: ReadonlyMap<string, string>,
): object {
  const volumes = service.volumes?.map((each) => ({
    ...each,
    source: names.get(each.source ?? '') ?? each.source,
  }));
  return { ...service, ...(volumes && { volumes }) };
}

/** A NUL, which no text of a compose file holds, begins what Compose is to interpolate. */
export const written = (text: string): string => (text.startsWith('\0') ? text.slice(1) : literally(text));

/** A path of its own that none of its files is under is a folder of the server; it is mounted from where it is. */
function volumesOf(
  { volumes = [] }: ComposeService,
  { files }: ComposeSource,
  { apart: { folder, home }, left }: { readonly apart: Apart; readonly left: Set<string> },
): Pick<ComposeService, 'volumes'> {
  const moved = volumes.flatMap((volume) => {
    const own = volume.type === 'bind' ? resolvePath('', volume.source ?? '/') : undefined;
    const isGiven = Object.keys(files).some(
      (path) => own === '' || path === own || path.startsWith(`${own}/`),
    );
    if (own === undefined || isGiven) return [];
    if (home !== undefined) return [{ ...volume, source: own === '' ? home : `${home}/${own}` }];
    if (folder === undefined) left.add(own);
    return folder === undefined ? [] : [{ ...volume, source: `${folder}/data/${encodeURIComponent(own)}` }];
  });
  return moved.length > 0 ? { volumes: moved } : {};
}

function networksOf(
  part: string,
  { network_mode: apartFrom, networks }: ComposeService,
  { network, further }: Apart,
  isOne: boolean,
): Pick<ComposeService, 'networks'> {
  const alias = network?.alias ?? further?.alias;
  if (alias === undefined || apartFrom !== undefined) return {};
  const aliases = [`${part}.${alias}`, ...(isOne ? [alias] : [])];
  // the network that it has by saying nothing is lost once it says something
  const isImplicit = networks?.default === null && Object.keys(networks).length === 1;
  return { networks: { ...(isImplicit && { default: null }), [networkKey]: { aliases } } };
}
