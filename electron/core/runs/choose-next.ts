/** A run that waits or is under way. */
export interface Waiting {
  readonly id: string;
  readonly kind: string;
  /** The node that it works on. */
  readonly subjectId: string;
  /** Those on each of which it takes a place. */
  readonly serverIds: readonly string[];
}

const lanesOf = ({ kind, serverIds }: Waiting): string[] => serverIds.map((id) => `${kind} ${id}`);

/**
 * Which of the waiting runs may begin now: in their order, one at a time for a node, of each kind at most
 * `limitOf` at a time on a server.
 */
export function chooseNext<W extends Waiting>(
  waiting: readonly W[],
  running: readonly Waiting[],
  limitOf: (kind: string) => number,
): W[] {
  const busy = new Set(running.map(({ subjectId }) => subjectId));
  const counts = new Map<string, number>();
  const countOf = (lane: string): number => counts.get(lane) ?? 0;
  const take = (each: Waiting): void => {
    for (const lane of lanesOf(each)) counts.set(lane, countOf(lane) + 1);
  };
  for (const each of running) take(each);
  return waiting.filter((each) => {
    const hasPlaces = lanesOf(each).every((lane) => countOf(lane) < limitOf(each.kind));
    const mayBegin = !busy.has(each.subjectId) && hasPlaces;
    // what comes later for this node has to wait for this one
    busy.add(each.subjectId);
    if (mayBegin) take(each);
    return mayBegin;
  });
}
