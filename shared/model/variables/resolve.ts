import { createEvaluation } from './evaluate.ts';
import type { VariableLevel } from './levels.ts';
import { createLookup, type Lookup, type PreparedLevel, type PreparedValue } from './lookup.ts';
import type { Place, Scope } from './scope.ts';

/** Where a service is, and what lies beside it. */
export interface Surroundings {
  readonly place: Place;
  /** The name by which a service of the same environment is reached; undefined where there is none. */
  readonly hostOf: (service: string) => string | undefined;
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

/** Why a variable has no value. */
export interface VariableProblem {
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
export function resolveLevels(levels: readonly PreparedLevel[], { place, hostOf }: Surroundings): Resolution {
  const lookup = createLookup(levels, place);
  const evaluate = createEvaluation(lookup, hostOf);
  const variables: ResolvedVariable[] = [];
  const problems: VariableProblem[] = [];
  for (const { at, key, best } of winners(lookup)) {
    const { name, scope } = best;
    const level = levels[at]?.level ?? 'service';
    const answer = evaluate(at, key);
    if ('reason' in answer) {
      problems.push({ name, level, path: [name, ...answer.path], reason: answer.reason });
    } else {
      const { value, isSecret } = answer;
      const overrides = overriddenBy(lookup, at, key);
      variables.push({
        name,
        value,
        isSecret,
        level,
        scope,
        levels: levelsIn(levels, answer.levels),
        overrides,
      });
    }
  }
  return { variables, problems };
}

/** A problem as a sentence: the way to it, and what is wrong there. */
export function problemWords({ path, level, reason }: VariableProblem): string {
  return `The variable ${path.join(' → ')} (of the ${level}) cannot be resolved: ${reason}.`;
}

interface Winner {
  readonly at: number;
  readonly key: string;
  readonly best: PreparedValue;
}

function winners(lookup: Lookup): Winner[] {
  return lookup.levels.flatMap(({ byName }, at) =>
    [...byName.keys()].flatMap((key): Winner[] => {
      const [best] = lookup.matching(at, key);
      return best && lookup.lowest(key) === at ? [{ at, key, best }] : [];
    }),
  );
}

function overriddenBy({ levels, matching }: Lookup, at: number, key: string): Source[] {
  return levels
    .slice(0, at + 1)
    .toReversed()
    .flatMap(({ level }, below) => matching(at - below, key).map(({ scope }) => ({ level, scope })))
    .slice(1);
}

function levelsIn(levels: readonly PreparedLevel[], bits: number): VariableLevel[] {
  return levels.flatMap(({ level }, at) => (bits & (1 << at) ? [level] : []));
}
