import { type NodeKind, nodeKinds, scopeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import {
  type AccessIndex,
  bitOf,
  hasBit,
  type IndexedNode,
  inWords,
  readPermissionOf,
} from '../../access/index.ts';

/** What an event says besides who did what to which node. */
export interface Told {
  /** JSON, as the store has it. */
  readonly changes: string;
  readonly detail: string;
}

/** Kinds whose events tell who may what, and so name places, teams and people that are not their own node. */
const accessKinds: readonly string[] = [
  'member',
  'team',
  'invitation',
  'role',
  'accessRequest',
] satisfies NodeKind[];

/** Whether events of a class may tell of more than their own node. */
export const tellsOfOthers = (event: { kind: NodeKind | null; permission: string | null }): boolean =>
  accessKinds.includes(event.kind ?? '') || accessKinds.includes(event.permission?.split('.')[0] ?? '');

const placeReads: readonly Permission[] = [...scopeKinds.map(readPermissionOf), 'tag.read'];
const listReads: Readonly<Record<string, Permission>> = { teams: 'team.read', members: 'member.read' };
const allReads: readonly Permission[] = [...placeReads, ...Object.values(listReads)];

/** A node in a sentence, as `inWords` writes it. */
const inSentence = RegExp(`(?:${Object.keys(nodeKinds).join('|')}) “[^”]*”`, 'g');

/** The `scope` of a grant before or after a change. */
const scopeOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && 'scope' in value && typeof value.scope === 'string'
    ? [value.scope]
    : [];

/** What somebody may read of what events of access tell. */
export interface ToldReader {
  /** Whether that is everything, so that no event has to be looked at. */
  readonly isWhole: boolean;
  mayRead(told: Told): boolean;
}

/** Judges by the names that an event has: it tells nothing new to whoever sees something of that name now. */
export const toldReaderOf = (access: AccessIndex, subject: string, organizationId: string): ToldReader => {
  const held = access.effective(subject, organizationId);
  const holds = (permission: Permission): boolean =>
    held !== undefined && hasBit(held.everywhere, bitOf(permission));
  const holdsPlaces = placeReads.every(holds);

  const children = (node: IndexedNode, name: string): IndexedNode[] =>
    [...node.children].filter((child) => child.name === name && access.canSee(subject, child.id));
  const isSeenPath = (path: string): boolean => {
    const root = access.node(organizationId);
    let at = root ? [root] : [];
    for (const name of path.split('/')) at = at.flatMap((node) => children(node, name));
    return at.length > 0;
  };
  /** A tag filter names several paths. */
  const isSeenScope = (scope: string): boolean => isSeenPath(scope) || scope.split(' + ').every(isSeenPath);

  let seen: ReadonlySet<string> | undefined;
  const isSeen = (words: string): boolean => {
    seen ??= new Set(access.visible(subject, organizationId).map(inWords));
    return seen.has(words);
  };

  const mayReadChange = (change: { field: string; before?: unknown; after?: unknown }): boolean => {
    const demanded = listReads[change.field.split(': ').at(-1) ?? ''];
    if (demanded && !holds(demanded)) return false;
    return holdsPlaces || [change.before, change.after].flatMap(scopeOf).every(isSeenScope);
  };

  return {
    isWhole: allReads.every(holds),
    mayRead: ({ changes, detail }) =>
      (holdsPlaces || (detail.match(inSentence) ?? []).every(isSeen)) &&
      (JSON.parse(changes) as Parameters<typeof mayReadChange>[0][]).every(mayReadChange),
  };
};
