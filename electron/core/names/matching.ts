import type { IndexedNode } from '../access/index.ts';
import { isOpenTo } from '../rpc/index.ts';
import type { Reader } from './reader.ts';

/** Those with exactly this name, or where there is none, those that differ from it in letter case only. */
export function matching<T>(
  candidates: readonly T[],
  nameOf: (candidate: T) => string | null,
  name: string,
): T[] {
  const exact = candidates.filter((candidate) => nameOf(candidate) === name);
  if (exact.length > 0) return exact;
  const wanted = name.toLowerCase();
  return candidates.filter((candidate) => nameOf(candidate)?.toLowerCase() === wanted);
}

/** The organizations that the reader belongs to, and gets into on this session. */
export function ownOrganizations({ store, caller }: Reader): IndexedNode[] {
  return store.access
    .organizationsOf(caller.subject)
    .filter((id) => isOpenTo(caller, id))
    .flatMap((id) => store.access.node(id) ?? []);
}

/** The reader's organizations of a name; two may share one. */
export function organizationsNamed(reader: Reader, name: string): IndexedNode[] {
  return matching(ownOrganizations(reader), (node) => node.name, name);
}
