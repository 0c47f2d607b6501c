import type { PartFacts } from './part-facts.ts';

/** What a release changes, by the names of parts. */
export interface Changing {
  /** Those that are to be started anew. */
  readonly changed: ReadonlySet<string>;
  /** Those that a proxy leads to. */
  readonly routed: ReadonlySet<string>;
  /** Those whose containers have a volume that Compose hands on from one to the next, as an image may ask for one. */
  readonly keeping: ReadonlySet<string>;
}

/**
 * The parts that a proxy leads to and that are replaced all the same in their place, which is an outage, each with why as it
 * follows “since”. The other ones of those that changed start beside their old ones.
 */
export function replacedInPlace(
  parts: readonly PartFacts[],
  { changed, routed, keeping }: Changing,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const isAsked = (part: string): boolean => changed.has(part) && routed.has(part);
  const stands = (part: string): boolean => isAsked(part) && !found.has(part);
  for (const { part, alone } of parts) {
    const since =
      alone ?? (keeping.has(part) ? 'a volume of its image is handed on to the next one' : undefined);
    if (isAsked(part) && since !== undefined) found.set(part, since);
  }
  // Compose starts one anew only together with all that it waits for
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const { part } of parts.filter((each) => stands(each.part))) {
      const waiting = dependentsOf(parts, part).find((each) => changed.has(each) && !stands(each));
      if (waiting === undefined) continue;
      found.set(part, `${waiting}, which changed as well, starts after it`);
      isMore = true;
    }
  }
  return found;
}

/** The parts that wait for another one, at once or by way of others. */
export function dependentsOf(parts: readonly PartFacts[], part: string): string[] {
  const found = new Set([part]);
  // each stands after those that it waits for
  for (const each of parts) if (each.needs.some((need) => found.has(need.part))) found.add(each.part);
  found.delete(part);
  return [...found];
}
