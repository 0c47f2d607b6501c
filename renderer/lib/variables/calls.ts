import { type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import { orpc } from '../host/rpc.ts';

/** A node that has variables. */
export interface LevelNode {
  readonly level: VariableLevel;
  readonly nodeId: string;
}

/** The operations of a level, and the input that names the node. */
export function callsOf({ level, nodeId }: LevelNode) {
  // All levels have the same operations; only the id is called otherwise, which the compiler cannot follow.
  const calls = orpc[variablesKindOf(level)] as unknown as typeof orpc.serviceVariables;
  const at = { [`${level}Id`]: nodeId } as unknown as { serviceId: string };
  return { calls, at };
}
