import type { ServiceSource } from '#shared/contract/application-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { Unit } from './gather.ts';

type Started = Pick<Unit, 'spec' | 'image' | 'commit' | 'variables' | 'view'>;

/** What a container is started from: exactly what ran, and where that was built, what it was built of. */
export function buildOf(unit: Started): object {
  const named = imageOf(unit);
  const build = gitBuild(unit);
  return { ...(named === null ? {} : { image: named }), ...(build === undefined ? {} : { build }) };
}

/** Whether Compose can start it at all: without an image and without something to build it of, it refuses the whole file. */
export function isStartable(unit: Started): boolean {
  return unit.spec.type === 'compose' || imageOf(unit) !== null || gitBuild(unit) !== undefined;
}

/** What the files cannot build elsewhere, and what to do about it; none where they can. */
export function buildNotes(unit: Started): string[] {
  const source = sourceOf(unit);
  if (source === undefined || source.type === 'image') return [];
  const { service } = unit.view.names;
  if (!isStartable(unit)) {
    return [`${service} is not in here: it was never built, and Compose cannot build it. Deploy it first.`];
  }
  const push = 'push its image to a registry, and name it there in compose.yaml';
  if (source.type === 'folder')
    return [
      `${service} was built of a folder that was sent, which is not in here: to run it elsewhere, ${push}.`,
    ];
  if (source.builder?.type === 'static')
    return [
      `${service} is a static site that Quayside puts into an image, which Compose cannot: to run it elsewhere, ${push}.`,
    ];
  const secrets = source.builder?.secrets ?? [];
  return secrets.length === 0
    ? []
    : [
        `${service} is built with the secrets ${secrets.join(', ')}, which are not in here: to build it elsewhere, give them under build.secrets.`,
      ];
}

const sourceOf = ({ spec }: Started): ServiceSource | undefined =>
  spec.type === 'application' ? spec.source : undefined;

const imageOf = ({ spec, image }: Started): string | null => image ?? specFacts(spec).image;

/** Docker's own way of naming a folder of a repository. Source: Docker, "Build context", fragments. */
function gitBuild({ spec, commit, variables }: Started): object | undefined {
  if (spec.type !== 'application' || spec.source.type !== 'git') return undefined;
  const { url, ref, directory, dockerfile, target, builder } = spec.source;
  if (builder?.type === 'static') return undefined;
  const at = commit ?? (ref.type === 'commit' ? ref.hash : ref.name);
  const textOf = (name: string): string | null => variables.find((each) => each.name === name)?.text ?? null;
  // one without a value is taken from where Compose runs
  const given = (builder?.arguments ?? []).map(({ name, value }) => [name, value ?? textOf(name)] as const);
  return {
    context: `${url}#${at}${directory === '' ? '' : `:${directory}`}`,
    dockerfile,
    ...(target === undefined ? {} : { target }),
    ...(given.length === 0 ? {} : { args: Object.fromEntries(given) }),
  };
}
