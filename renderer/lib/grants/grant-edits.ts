import type { Grant, GrantChanges } from '#shared/contract/grant.ts';

/** What a grant gives: a role, or the holder's own (null); until an instant, or for good (null). */
export interface GrantTerms {
  readonly roleId: string | null;
  readonly endsAt: string | null;
}

/** Where a grant holds: on one node, or on whatever carries the tags. */
export type GrantPlace = { readonly nodeId: string } | { readonly tagIds: readonly string[] };

export interface AddedGrant extends GrantTerms {
  readonly key: string;
  readonly place: GrantPlace;
}

/** What was done to somebody's grants and is not saved; what is saved may change under it. */
export interface GrantEdits {
  readonly added: readonly AddedGrant[];
  readonly updated: Readonly<Record<string, GrantTerms>>;
  readonly removed: readonly string[];
}

/** A grant as the editor shows it, saved or not. */
export interface ShownGrant extends GrantTerms {
  /** The saved grant's id, or the key of a new one. */
  readonly key: string;
  /** Undefined for a grant by tags, or where the reader may not see the node. */
  readonly nodeId: string | undefined;
  /** Undefined for a grant on a node, or where the reader may not see the tags. */
  readonly tagIds: readonly string[] | undefined;
  readonly saved: Grant | undefined;
  readonly change: 'new' | 'changed' | 'taken' | undefined;
}

export const noEdits: GrantEdits = { added: [], updated: {}, removed: [] };

const idsOf = (place: GrantPlace): Pick<ShownGrant, 'nodeId' | 'tagIds'> => ({
  nodeId: 'nodeId' in place ? place.nodeId : undefined,
  tagIds: 'tagIds' in place ? place.tagIds : undefined,
});

/** Where a shown grant holds, where that is known. */
export const placeOf = ({ nodeId, tagIds }: ShownGrant): GrantPlace | undefined =>
  nodeId ? { nodeId } : tagIds && { tagIds };

const termsOf = (grant: Grant): GrantTerms => ({
  roleId: grant.role?.id ?? null,
  endsAt: grant.endsAt ?? null,
});

const sameTerms = (a: GrantTerms, b: GrantTerms): boolean => a.roleId === b.roleId && a.endsAt === b.endsAt;

/** The holder's own grants with what was done to them, in the order given, new ones last; those by teams are left out. */
export const shownGrants = (saved: readonly Grant[], edits: GrantEdits): ShownGrant[] => [
  ...saved
    .filter(({ team }) => !team)
    .map((grant): ShownGrant => {
      const before = termsOf(grant);
      const terms = edits.updated[grant.id] ?? before;
      const isTaken = edits.removed.includes(grant.id);
      const change = isTaken ? 'taken' : sameTerms(terms, before) ? undefined : 'changed';
      const { nodeId, tagIds } = grant.scope;
      return { key: grant.id, nodeId, tagIds, saved: grant, change, ...terms };
    }),
  ...edits.added.map(({ key, place, roleId, endsAt }): ShownGrant => {
    return { key, ...idsOf(place), saved: undefined, change: 'new', roleId, endsAt };
  }),
];

/** Whether the grant would be there after saving. */
export const isKept = ({ change }: ShownGrant): boolean => change !== 'taken';

const nextKey = (edits: GrantEdits, place: GrantPlace): string => {
  const name = 'nodeId' in place ? place.nodeId : place.tagIds.join('+');
  const taken = new Set(edits.added.map(({ key }) => key));
  for (let number = 0; ; number += 1) if (!taken.has(`${name}#${number}`)) return `${name}#${number}`;
};

const ownForGood: GrantTerms = { roleId: null, endsAt: null };

/** Adds a grant; without terms it gives the own role, for good. */
export const giveGrant = (
  edits: GrantEdits,
  place: GrantPlace,
  { roleId, endsAt }: GrantTerms = ownForGood,
): GrantEdits => ({
  ...edits,
  added: [...edits.added, { key: nextKey(edits, place), place, roleId, endsAt }],
});

/** Takes a grant; a new one is just not given. */
export const takeGrant = (edits: GrantEdits, { key, saved }: ShownGrant): GrantEdits =>
  saved
    ? { ...edits, removed: [...new Set([...edits.removed, key])] }
    : { ...edits, added: edits.added.filter((grant) => grant.key !== key) };

/** Leaves a taken grant after all. */
export const keepGrant = (edits: GrantEdits, { key }: ShownGrant): GrantEdits => ({
  ...edits,
  removed: edits.removed.filter((id) => id !== key),
});

/** Gives a grant another role or end. */
export const setTerms = (edits: GrantEdits, { key, saved }: ShownGrant, terms: GrantTerms): GrantEdits => {
  if (!saved)
    return {
      ...edits,
      added: edits.added.map((grant) => (grant.key === key ? { ...grant, ...terms } : grant)),
    };
  const updated = Object.fromEntries(Object.entries(edits.updated).filter(([id]) => id !== key));
  const isSame = sameTerms(terms, termsOf(saved));
  return { ...edits, updated: isSame ? updated : { ...updated, [key]: terms } };
};

/** The check box of a node: takes what is granted right there, brings back what was taken, or gives a new one. */
export const toggleNode = (saved: readonly Grant[], edits: GrantEdits, nodeId: string): GrantEdits => {
  const here = shownGrants(saved, edits).filter((grant) => grant.nodeId === nodeId);
  const kept = here.filter(isKept);
  if (kept.length > 0) return kept.reduce(takeGrant, edits);
  const taken = here.filter((grant) => !isKept(grant));
  if (taken.length > 0) return taken.reduce(keepGrant, edits);
  return giveGrant(edits, { nodeId });
};

/** How many grants would be given, changed or taken. */
export const countEdits = (saved: readonly Grant[], edits: GrantEdits): number =>
  shownGrants(saved, edits).filter(({ change }) => change !== undefined).length;

/** The edits as the host takes them. What is gone meanwhile is left out, as there is nothing to do about it. */
export const toGrantChanges = (saved: readonly Grant[], edits: GrantEdits): GrantChanges => {
  const shown = shownGrants(saved, edits);
  const terms = (grant: ShownGrant) => ({ roleId: grant.roleId, endsAt: grant.endsAt });
  return {
    add: edits.added.map(({ place, roleId, endsAt }) => ({
      ...('nodeId' in place ? place : { tagIds: [...place.tagIds] }),
      ...(roleId === null ? {} : { roleId }),
      ...(endsAt === null ? {} : { endsAt }),
    })),
    update: shown
      .filter(({ change, saved: known }) => change === 'changed' && known)
      .map((grant) => ({ grantId: grant.key, ...terms(grant) })),
    remove: shown.filter(({ change }) => change === 'taken').map(({ key }) => key),
  };
};
