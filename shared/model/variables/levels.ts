/** The kinds of node that have variables, from the widest down; the lowest that has a name gives its value. */
export const variableLevels = ['organization', 'project', 'environment', 'service'] as const;
export type VariableLevel = (typeof variableLevels)[number];

/** What the permissions, operations and announcements about the variables of a level are called. */
export type VariablesKind = `${VariableLevel}Variables`;

/** `project` → `projectVariables`. */
export function variablesKindOf<L extends VariableLevel>(level: L): `${L}Variables` {
  return `${level}Variables`;
}

const kinds: ReadonlySet<string> = new Set(variableLevels.map(variablesKindOf));

/** Whether a change announces variables of some level. */
export function isVariablesKind(kind: string): kind is VariablesKind {
  return kinds.has(kind);
}

/** Whether a kind of node has variables. */
export function isVariableLevel(kind: string): kind is VariableLevel {
  return (variableLevels as readonly string[]).includes(kind);
}

/** The resources whose every query is stale after a change of variables: what services below get, and what differs. */
export const staleAfterVariables: readonly string[] = ['serviceVariables', 'deployment'];
