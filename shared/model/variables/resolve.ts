import { createEvaluation, type FactOf } from './evaluate.ts';
import type { VariableLevel } from './levels.ts';
import { createLookup, type Lookup, type PreparedLevel, prepareLevel } from './lookup.ts';
import type { Place, Scope } from './scope.ts';

/** Where a service is, and what lies beside it. */
export interface Surroundings {
  readonly place: Place;
  /** What is known of a service of the same environment. */
  readonly factOf: FactOf;
}

/** Where a value stands. */
export interface Source {
  readonly level: VariableLevel;
  readonly scope: Scope;
}

/** A variable as a container gets it, and where that comes from. */
export interface ResolvedVariable extends Source {
  readonly name: string;
  readonly value: string;
  /** Also where only a part of it is one. */
  readonly isSecret: boolean;
  /** Every level whose values are in it, its own among them; the widest first. */
  readonly levels: readonly VariableLevel[];
  /** What would hold without it, the nearest first. */
  readonly overrides: readonly Source[];
}

/** Why a variable has no value, or a file no content. */
export interface VariableProblem {
  /** A variable where absent; a file is called by its place, and `build` is a variable that a build asks for. */
  readonly what?: 'file' | 'build';
  readonly name: string;
  readonly level: VariableLevel;
  /** The way from the variable to where it goes wrong, in the words of the references. */
  readonly path: readonly string[];
  readonly reason: string;
}

/** What a service gets, from the widest level down and in the order of each; a name with a problem has no value. */
export interface Resolution {
  readonly variables: readonly ResolvedVariable[];
  readonly problems: readonly VariableProblem[];
}

/**
 * What a service gets: of each name the value of the lowest level that has one for its place, there the most specific
 * one, with its references resolved. What cannot be resolved is a problem that names the way to it; a tie is one only
 * where that level's value is asked for. Work and result are bounded, whatever refers to whatever.
 */
export function resolveLevels(levels: readonly PreparedLevel[], { place, factOf }: Surroundings): Resolution {
  const lookup = createLookup(levels, place);
  const evaluate = createEvaluation(lookup, factOf);
  const variables: ResolvedVariable[] = [];
  const problems: VariableProblem[] = [];
  const lists = new Map<number, VariableLevel[]>();
  const levelsOf = (bits: number): VariableLevel[] => {
    const known = lists.get(bits) ?? levelsIn(levels, bits);
    lists.set(bits, known);
    return known;
  };
  const add = (at: number, level: VariableLevel, key: string): void => {
    const [best] = lookup.matching(at, key);
    if (!best || lookup.lowest(key) !== at) return;
    const { name, scope } = best;
    const answer = evaluate(at, key);
    if ('reason' in answer) {
      problems.push({ name, level, path: [name, ...answer.path], reason: answer.reason });
    } else {
      const { value, isSecret } = answer;
      const overrides = overriddenBy(lookup, at, key);
      variables.push({ name, value, isSecret, level, scope, levels: levelsOf(answer.levels), overrides });
    }
  };
  for (const [at, { level, byName }] of levels.entries())
    for (const key of byName.keys()) add(at, level, key);
  return { variables, problems };
}

/** A text with its references resolved. */
export interface ResolvedText {
  readonly value: string;
  readonly isSecret: boolean;
  /** Every level whose values are in it, the widest first; none where it refers to nothing. */
  readonly levels: readonly VariableLevel[];
}

/** Why a text has none; `path` leads there in the words of its references. */
export type TextProblem = Pick<VariableProblem, 'path' | 'reason'>;

/**
 * Resolves the references of texts that are no variables, such as files, as the values of the lowest level: in the same
 * bounds, and each into what it says or why it cannot be said.
 */
export function resolveTexts(
  levels: readonly PreparedLevel[],
  { place, factOf }: Surroundings,
  texts: readonly string[],
): (ResolvedText | TextProblem)[] {
  // no reference reads as a number, so nothing refers to these
  const definitions = texts.map((value, index) => ({
    name: String(index),
    value,
    isSecret: false,
    scope: {},
  }));
  const own = prepareLevel('service', definitions);
  const evaluate = createEvaluation(createLookup([...levels, own], place), factOf);
  return texts.map((_, index) => {
    const answer = evaluate(levels.length, String(index));
    if ('reason' in answer) return { path: answer.path, reason: answer.reason };
    const { value, isSecret } = answer;
    return { value, isSecret, levels: levelsIn(levels, answer.levels) };
  });
}

/** A problem as a sentence: the way to it, and what is wrong there. */
export function problemWords({ what, name, path, level, reason }: VariableProblem): string {
  if (what === 'file') return `The file ${path.join(' → ')} cannot be resolved: ${reason}.`;
  if (what === 'build') return `The build cannot have the variable ${name}: ${reason}.`;
  return `The variable ${path.join(' → ')} (of the ${level}) cannot be resolved: ${reason}.`;
}

/** What would hold instead: the less specific ones of the same level, then those of the levels above it. */
function overriddenBy({ levels, matching }: Lookup, at: number, key: string): Source[] {
  const sources: Source[] = [];
  for (let index = at; index >= 0; index -= 1) {
    const level = levels[index]?.level ?? 'organization';
    const values = matching(index, key);
    for (let next = index === at ? 1 : 0; next < values.length; next += 1)
      sources.push({ level, scope: values[next]?.scope ?? {} });
  }
  return sources;
}

function levelsIn(levels: readonly PreparedLevel[], bits: number): VariableLevel[] {
  const found: VariableLevel[] = [];
  for (const [at, { level }] of levels.entries()) if (bits & (1 << at)) found.push(level);
  return found;
}
