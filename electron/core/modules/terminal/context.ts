import type { OperationContext } from '../../rpc/index.ts';
import type { Terminals } from './terminals.ts';

/** What terminals work with, besides the request. */
export interface TerminalParts {
  readonly terminals: Terminals;
}

export type TerminalContext = OperationContext & TerminalParts;
