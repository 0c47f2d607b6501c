/**
 * What a value may be scoped by, the most specific first: the order is the rank. Source: the order of Octopus Deploy's
 * variable scopes. A further dimension is one more word here, and what the contract's schema then asks for.
 */
export const dimensions = ['server', 'environment'] as const;
export type Dimension = (typeof dimensions)[number];

/** Where a value holds: in each dimension that is named, one of these ids. Empty: everywhere. */
export type Scope = { readonly [D in Dimension]?: string[] | undefined };

/** Where a service is, by dimension. */
export type Place = { readonly [D in Dimension]?: string | undefined };

const isNamed = (scope: Scope, dimension: Dimension): boolean => (scope[dimension]?.length ?? 0) > 0;

/** Whether a value of this scope holds at a place: every dimension that it names has to match. */
export function scopeMatches(scope: Scope, place: Place): boolean {
  return dimensions.every((dimension) => {
    const here = place[dimension];
    return !isNamed(scope, dimension) || (here !== undefined && scope[dimension]?.includes(here) === true);
  });
}

/**
 * How specific a scope is: more dimensions beat fewer, and among as many the most specific one decides. Two scopes have
 * the same rank only if they name the same dimensions.
 */
export function rankOf(scope: Scope): number {
  let count = 0;
  let named = 0;
  for (const dimension of dimensions) {
    const bit = isNamed(scope, dimension) ? 1 : 0;
    count += bit;
    named = named * 2 + bit;
  }
  return count * 2 ** dimensions.length + named;
}

/** The same text for the same scope, whatever the order of its ids; empty where it holds everywhere. */
export function scopeKey(scope: Scope): string {
  const named = dimensions.filter((dimension) => isNamed(scope, dimension));
  if (named.length === 0) return '';
  return JSON.stringify(
    Object.fromEntries(named.map((dimension) => [dimension, [...new Set(scope[dimension])].toSorted()])),
  );
}

/** The scope that a key was made of. */
export function scopeOfKey(key: string): Scope {
  return key === '' ? {} : (JSON.parse(key) as Scope);
}
