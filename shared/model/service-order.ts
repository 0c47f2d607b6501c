/** Each id with the ids of what has to run before it. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * The chosen ids in waves: each stands behind everything that it waits for, by way of ids that are not chosen too, and as
 * early as that allows. The ids of a wave keep the order they were given in. Throws where they wait in a circle, which
 * `circleWith` keeps out.
 */
export function wavesOf(chosen: readonly string[], dependencies: Dependencies): string[][] {
  const isChosen = new Set(chosen);
  const known = new Map<string, number>();
  const open = new Set<string>();
  /** How many chosen ones stand before it on the longest way. */
  const depthOf = (id: string): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    if (open.has(id)) throw new Error(`${id} waits for itself`);
    open.add(id);
    const depths = (dependencies.get(id) ?? []).map((each) => depthOf(each) + (isChosen.has(each) ? 1 : 0));
    const depth = Math.max(0, ...depths);
    known.set(id, depth);
    return depth;
  };
  return [...Map.groupBy(isChosen, depthOf)].toSorted(([a], [b]) => a - b).map(([, ids]) => ids);
}

/**
 * The circle that would be there if `id` waited for `wanted`, such as `[api, web, api]`; null where there is none. What
 * `id` waits for until now does not count.
 */
export function circleWith(
  dependencies: Dependencies,
  id: string,
  wanted: readonly string[],
): string[] | null {
  const seen = new Set<string>();
  const wayTo = (from: string): string[] | null => {
    if (from === id) return [id];
    if (seen.has(from)) return null;
    seen.add(from);
    const rest = firstOf(dependencies.get(from) ?? [], wayTo);
    return rest && [from, ...rest];
  };
  const way = firstOf(wanted, wayTo);
  return way && [id, ...way];
}

function firstOf(ids: readonly string[], find: (id: string) => string[] | null): string[] | null {
  for (const id of ids) {
    const found = find(id);
    if (found) return found;
  }
  return null;
}
