import type { IndexedNode } from '../access/index.ts';
import { isOpenTo } from '../rpc/index.ts';
import type { Reader } from './reader.ts';

/** Answers what a name means among some candidates. */
export type Lookup<T> = (name: string) => readonly T[];

/** Those with exactly a name, or where there is none, those that differ from it in letter case only. */
export function lookupIn<T>(candidates: readonly T[], nameOf: (candidate: T) => string | null): Lookup<T> {
  const named = candidates.filter((candidate) => nameOf(candidate) !== null);
  const exact = Map.groupBy(named, (candidate) => nameOf(candidate) ?? '');
  const folded = Map.groupBy(named, (candidate) => (nameOf(candidate) ?? '').toLowerCase());
  return (name) => exact.get(name) ?? folded.get(name.toLowerCase()) ?? [];
}

/** The organizations that the reader belongs to, and gets into on this session. */
export function ownOrganizations({ store, caller }: Reader): IndexedNode[] {
  return store.access
    .organizationsOf(caller.subject)
    .filter((id) => isOpenTo(caller, id))
    .flatMap((id) => store.access.node(id) ?? []);
}

/** The reader's organizations of a name; two may share one. */
export function organizationsNamed(reader: Reader, name: string): readonly IndexedNode[] {
  return lookupIn(ownOrganizations(reader), (node) => node.name)(name);
}
