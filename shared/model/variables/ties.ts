import { keyOf } from './lookup.ts';
import { dimensions, rankOf, type Scope } from './scope.ts';

/** Two values of one name that hold at a common place and are equally specific there; counted from 0, in their order. */
export interface Tie {
  readonly first: number;
  readonly second: number;
}

/**
 * Of each value the first earlier one that it ties with: wherever both hold, nobody could say which one counts. Scopes that
 * are the same are ties as well. An id that names nothing any more counts as a place all the same.
 */
export function tiesOf(
  values: readonly { readonly name: string; readonly scope?: Scope | undefined }[],
): Tie[] {
  const alike = Map.groupBy(
    values.entries(),
    ([, { name, scope = {} }]) => `${keyOf(name)} ${rankOf(scope)}`,
  );
  return [...alike.values()].flatMap(tiesAmong).toSorted((a, b) => a.second - b.second);
}

function tiesAmong(values: readonly (readonly [number, { readonly scope?: Scope | undefined }])[]): Tie[] {
  const sets = values.map(([at, { scope = {} }]) => ({
    at,
    named: dimensions.map((each) => scope[each] ?? []),
  }));
  return sets.flatMap(({ at: second, named }, index) => {
    const ids = named.map((each) => new Set(each));
    const first = sets.slice(0, index).find((other) => meets(other.named, ids));
    return first ? [{ first: first.at, second }] : [];
  });
}

/** Whether some place has a value in each dimension that both name; they name the same ones. */
function meets(named: readonly (readonly string[])[], ids: readonly ReadonlySet<string>[]): boolean {
  return ids.every((own, index) => own.size === 0 || named[index]?.some((id) => own.has(id)));
}

/** What is wrong with the second value of a tie, for who gave it; `position` is that of the first, counted from 1. */
export function tieWords(name: string, position: number): string {
  return `holds where number ${position} (${name}) does, and neither is more specific; change the scope of one`;
}
