/** A run that waits or is under way. */
export interface Waiting {
  readonly id: string;
  readonly kind: string;
  /** The node that it works on. */
  readonly subjectId: string;
  readonly serverId: string;
}

const laneOf = ({ kind, serverId }: Waiting): string => `${kind} ${serverId}`;

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
  for (const each of running) counts.set(laneOf(each), (counts.get(laneOf(each)) ?? 0) + 1);
  return waiting.filter((each) => {
    const count = counts.get(laneOf(each)) ?? 0;
    const mayBegin = !busy.has(each.subjectId) && count < limitOf(each.kind);
    // what comes later for this node has to wait for this one
    busy.add(each.subjectId);
    if (mayBegin) counts.set(laneOf(each), count + 1);
    return mayBegin;
  });
}
