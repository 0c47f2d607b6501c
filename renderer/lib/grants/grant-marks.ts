import type { Grant } from '#shared/contract/grant.ts';
import { isKept, type ShownGrant } from './grant-edits.ts';
import type { ScopeNode } from './scope-index.ts';

/** Where a node of the tree stands to somebody's grants. */
export interface GrantMark {
  /** A grant on this very node, saved or about to be. */
  readonly isOwn: boolean;
  /** The nearest node above with a grant. */
  readonly above: ScopeNode | undefined;
  /** Teams that bring a grant here, from this node or from above. */
  readonly teams: readonly string[];
  /** Something below is granted. */
  readonly hasBelow: boolean;
  readonly change: 'new' | 'changed' | 'taken' | undefined;
}

/** Gathers once what the marks of single nodes are read from. */
export interface MarkIndex {
  readonly byId: ReadonlyMap<string, ScopeNode>;
  readonly own: ReadonlyMap<string, readonly ShownGrant[]>;
  readonly teamNames: ReadonlyMap<string, readonly string[]>;
  /** Nodes with something granted below. */
  readonly above: ReadonlySet<string>;
}

const add = <T>(map: Map<string, T[]>, key: string, item: T): void => {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
};

export const markIndexOf = (
  byId: ReadonlyMap<string, ScopeNode>,
  shown: readonly ShownGrant[],
  saved: readonly Grant[],
): MarkIndex => {
  const own = new Map<string, ShownGrant[]>();
  const teamNames = new Map<string, string[]>();
  for (const grant of shown) if (grant.nodeId) add(own, grant.nodeId, grant);
  for (const { team, scope, isOver } of saved)
    if (team && scope.nodeId && !isOver) add(teamNames, scope.nodeId, team.name ?? 'you may not see');
  const above = new Set<string>();
  const granted = [
    ...[...own].filter(([, grants]) => grants.some(isKept)).map(([id]) => id),
    ...teamNames.keys(),
  ];
  for (const id of granted)
    for (let up = byId.get(id)?.parentId; up && !above.has(up); up = byId.get(up)?.parentId) above.add(up);
  return { byId, own, teamNames, above };
};

const isGranted = ({ own }: MarkIndex, id: string): boolean => own.get(id)?.some(isKept) === true;

const changeOf = (grants: readonly ShownGrant[]): GrantMark['change'] =>
  grants.find(({ change }) => change !== undefined)?.change;

/** The mark of one node; walks up from it. */
export const markOf = (index: MarkIndex, nodeId: string): GrantMark => {
  const teams = new Set(index.teamNames.get(nodeId));
  let above: ScopeNode | undefined;
  for (let up = index.byId.get(nodeId)?.parentId; up; up = index.byId.get(up)?.parentId) {
    if (!above && isGranted(index, up)) above = index.byId.get(up);
    for (const team of index.teamNames.get(up) ?? []) teams.add(team);
  }
  return {
    isOwn: isGranted(index, nodeId),
    above,
    teams: [...teams],
    hasBelow: index.above.has(nodeId),
    change: changeOf(index.own.get(nodeId) ?? []),
  };
};

/** What an inherited box says: `by project shop`, `by team Ops`. */
export const inheritedWords = ({ above, teams }: GrantMark): string | undefined => {
  const words = [...(above ? [`${above.kind} ${above.name}`] : []), ...teams.map((name) => `team ${name}`)];
  return words.length > 0 ? `by ${words.join(', ')}` : undefined;
};
