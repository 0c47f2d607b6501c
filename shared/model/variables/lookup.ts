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
  for (const [index, definition] of definitions.entries()) {
    const { name, value, scope } = definition;
    const template = value !== null && hasReferences(value) ? parseTemplate(value) : null;
    const prepared = { ...definition, position: index + 1, rank: rankOf(scope), template };
    const others = byName.get(keyOf(name));
    if (others) others.push(prepared);
    else byName.set(keyOf(name), [prepared]);
  }
  return { level, byName };
}

/** What of these levels holds at a place. */
export function createLookup(levels: readonly PreparedLevel[], place: Place): Lookup {
  const matching = (at: number, key: string): readonly PreparedValue[] => {
    const values = levels[at]?.byName.get(key) ?? none;
    if (values.length === 0 || (values.length === 1 && values[0]?.rank === 0)) return values;
    return values.filter(({ scope }) => scopeMatches(scope, place)).toSorted((a, b) => b.rank - a.rank);
  };
  return {
    levels,
    matching,
    lowest: (key) => levels.findLastIndex((_, at) => matching(at, key).length > 0),
  };
}

/** By what a name is found. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

const none: readonly PreparedValue[] = [];
