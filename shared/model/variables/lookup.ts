import type { VariableLevel } from './levels.ts';
import { hasReferences, parseTemplate, type Template } from './references.ts';
import { type Place, rankOf, type Scope, scopeMatches } from './scope.ts';

/** One value of a variable as a level has it. */
export interface Definition {
  readonly name: string;
  /** Null: it is stored, and damaged. */
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly scope: Scope;
}

/** The same, ready to be looked up. */
export interface PreparedValue extends Definition {
  /** Its number in the list, counted from 1. */
  readonly position: number;
  readonly rank: number;
  /** Null where it refers to nothing. */
  readonly template: Template | null;
}

/** The values of one level, for any number of services; by names in lower case. */
export interface PreparedLevel {
  readonly level: VariableLevel;
  readonly byName: ReadonlyMap<string, readonly PreparedValue[]>;
}

/** The values that hold for one service; levels are counted from the widest, and a key is a name in lower case. */
export interface Lookup {
  readonly levels: readonly PreparedLevel[];
  /** The values of a level that hold here, the most specific first. */
  matching(at: number, key: string): readonly PreparedValue[];
  /** The lowest level that has a value here; -1 where none has. */
  lowest(key: string): number;
}

/** Prepares the values of a level; names are told apart without regard to case. */
export function prepareLevel(level: VariableLevel, definitions: readonly Definition[]): PreparedLevel {
  const byName = new Map<string, PreparedValue[]>();
  let position = 0;
  for (const { name, value, isSecret, scope } of definitions) {
    position += 1;
    const template = value !== null && hasReferences(value) ? parseTemplate(value) : null;
    const prepared = { name, value, isSecret, scope, position, rank: rankOf(scope), template };
    const key = keyOf(name);
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [prepared]);
    else others.splice(others.findLastIndex(({ rank }) => rank >= prepared.rank) + 1, 0, prepared);
  }
  return { level, byName };
}

/** What of these levels holds at a place. */
export function createLookup(levels: readonly PreparedLevel[], place: Place): Lookup {
  const holds = ({ rank, scope }: PreparedValue): boolean => rank === 0 || scopeMatches(scope, place);
  const matching = (at: number, key: string): readonly PreparedValue[] => {
    const values = levels[at]?.byName.get(key) ?? none;
    return values.every(holds) ? values : values.filter(holds);
  };
  return {
    levels,
    matching,
    lowest(key) {
      for (let at = levels.length - 1; at >= 0; at -= 1) if (matching(at, key).length > 0) return at;
      return -1;
    },
  };
}

/** By what a name is found. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

const none: readonly PreparedValue[] = [];
