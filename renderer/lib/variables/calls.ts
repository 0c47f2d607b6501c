import { type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { orpc } from '../host/rpc.ts';

/** A node that has variables. */
export interface LevelNode {
  readonly level: VariableLevel;
  readonly nodeId: string;
}

/** Whether it is known of a level what it gets: that of a project differs by environment. */
export function isResolved(level: VariableLevel): boolean {
  return level === 'service' || level === 'environment';
}

/** The operations of a level, and the input that names the node. */
export function callsOf({ level, nodeId }: LevelNode) {
  // All levels have the same operations; only the id is called otherwise, which the compiler cannot follow.
  const calls = orpc[variablesKindOf(level)] as unknown as typeof orpc.serviceVariables;
  const at = { [`${level}Id`]: nodeId } as unknown as { serviceId: string };
  return { calls, at };
}
