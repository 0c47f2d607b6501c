import { createHash } from 'node:crypto';
import { finalText } from '#shared/compose/final-text.ts';
import { loadCompose } from '#shared/compose/load.ts';
import { judgeCompose } from '#shared/compose/policy/judge.ts';
import type { FindingRule } from '#shared/compose/policy/rules.ts';
import { type ComposeSource, envFileOf } from '#shared/compose/source.ts';
import { at, type Mapping, type Problem, textOf } from '#shared/compose/tree.ts';
import { orderOf } from '../stack/deploy-of.ts';
import { ignoredInStack, refusedInStack } from '../stack/ignored.ts';
import { type PartFacts, partFacts } from './beside/part-facts.ts';
import { fieldsOf } from './fields.ts';
import { type Apart, type Override, overrideOf } from './override.ts';
import { type OwnPaths, ownPaths } from './own-paths.ts';
import { type PartSource, partSources } from './part-sources.ts';
import { type Bundle, bundleOf, type Placement } from './place.ts';
import type { RepositoryObjects } from './sources.ts';

/** What is asked of a compose project. */
export interface Examination {
  readonly source: ComposeSource;
  /** What stands at the paths of its own in its repository; undefined where its files are all there is. */
  readonly objects?: RepositoryObjects | undefined;
  /** Where it is to run, for what is sent to its server. */
  readonly placement?: Placement | undefined;
  /** How it is to run without us. */
  readonly apart?: Apart | undefined;
}

/** A thing that asks for root on its server, by an id that keeps no value in it. */
export interface NamedFinding {
  readonly id: string;
  readonly rule: FindingRule;
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly what: string;
}

/** What came of it. */
export interface Examined {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly findings: readonly NamedFinding[];
  /** The names of the services that run. */
  readonly parts: readonly string[];
  /** What tells which parts can start beside their old ones. */
  readonly facts: readonly PartFacts[];
  /** The profiles of each service that has some, of those as well that no profile switches on now. */
  readonly profiles: Readonly<Record<string, readonly string[]>>;
  /** What each part that runs is started from. */
  readonly images: readonly PartSource[];
  /** The final file; empty where there are problems. */
  readonly text: string;
  /** The final file piece by piece, for comparing two of them. */
  readonly fields: readonly (readonly [field: string, text: string])[];
  /** Files that were looked for and not given; some of them need not be there. */
  readonly missing: readonly string[];
  readonly paths: OwnPaths;
  /** What a Swarm stack would leave out of it and why it must not be one, in sentences; which parts are out in an update. */
  readonly stack: {
    readonly ignored: readonly string[];
    readonly refused: readonly string[];
    readonly stopsFirst: readonly string[];
  };
  readonly bundle?: Bundle | undefined;
  readonly override?: Override | undefined;
}

/** How long a final file may be, in characters. */
const longestText = 4 * 1_048_576;

/** Reads, judges and writes down a project. Bounded in what it answers, and slow for hostile texts: for a thread. */
export function examine({ source, objects, placement, apart }: Examination): Examined {
  const { project, tree, problems, warnings, missing } = loadCompose(source);
  const nothing: Examined = {
    ...{ problems, warnings, missing },
    ...{
      findings: [],
      parts: [],
      facts: [],
      profiles: {},
      images: [],
      text: '',
      fields: [],
      paths: { all: [], dockerfiles: [] },
      stack: { ignored: [], refused: [], stopsFirst: [] },
    },
  };
  if (!project) return nothing;
  const text = finalText(project);
  if (text.length > longestText) {
    const message = `the final file is longer than ${longestText} characters`;
    return { ...nothing, problems: [{ file: source.composeFiles[0] ?? '', line: 1, path: '', message }] };
  }
  const mounted = objects ? JSON.stringify(Object.entries(objects).toSorted()) : mountedTexts(source);
  return {
    problems,
    warnings,
    missing,
    paths: ownPaths(project),
    findings: judgeCompose(project, tree).map(({ id, ...finding }) => ({
      ...finding,
      id: createHash('sha256').update(`${id}\n${mounted}`).digest('hex').slice(0, 32),
    })),
    parts: Object.keys(project.services),
    facts: partFacts(project),
    profiles: profilesIn(tree),
    images: partSources(project),
    stack: {
      ignored: ignoredInStack(project),
      refused: refusedInStack(project),
      stopsFirst: Object.entries(project.services).flatMap(([part, service]) =>
        orderOf(service) === 'stop-first' ? [part] : [],
      ),
    },
    text,
    fields: fieldsOf(project),
    bundle: placement && bundleOf(project, { source, objects }, placement),
    override: apart && overrideOf(project, source, apart),
  };
}

function profilesIn(tree: Mapping): Record<string, string[]> {
  const services = at(tree, 'services');
  if (services?.kind !== 'map') return {};
  return Object.fromEntries(
    [...services.entries].flatMap(([name, service]) => {
      const own = at(service, 'profiles');
      return own?.kind === 'list' ? [[name, own.items.flatMap((item) => textOf(item) ?? [])]] : [];
    }),
  );
}

/** The files that a container may be given to run or read: those that are not read for the project itself. */
function mountedTexts(source: ComposeSource): string {
  const { files, composeFiles } = source;
  const read = new Set([...composeFiles, envFileOf(source)]);
  return JSON.stringify(Object.entries(files).filter(([path]) => !read.has(path)));
}
