import type { OperationContext } from '../../rpc/index.ts';
import type { Databases } from './databases.ts';

/** What the operations on databases work with, besides the request. */
export interface DatabaseModuleParts {
  readonly databases: Databases;
}

export type DatabaseContext = OperationContext & DatabaseModuleParts;
