import type { Permission } from '#shared/model/permissions.ts';
import { inNameOf, type OperationContext } from '../../rpc/index.ts';
import type { Run, Runs } from '../../runs/index.ts';
import type { Store } from '../../store/store.ts';
import type { Deployments } from '../deployment/index.ts';
import { environmentDeploymentRow, type OrderedRow, orderedRows } from './rows.ts';
import { nameIn } from './standing.ts';

/** What deployments of environments work with. */
export interface OrderParts {
  readonly store: Store;
  readonly runs: Runs;
  readonly deployments: Deployments;
}

/** One deployment of an environment at work. */
export interface Ordering {
  readonly parts: OrderParts;
  readonly run: Run;
}

/** How its services stand now. */
export const orderedOf = ({ parts, run }: Ordering): OrderedRow[] =>
  orderedRows(parts.store.database, run.id);

/** What a service is called in what is told of it. */
export const nameOf = ({ parts: { store }, run }: Ordering, row: OrderedRow): string =>
  nameIn(store, run.subjectId, row);

/**
 * The context of something done to one service in the name of whoever asked for the whole: FORBIDDEN where they may not do
 * that any more, now or at the write.
 */
export function onBehalf(
  { parts: { store }, run }: Ordering,
  nodeId: string,
  what: { readonly operation: string; readonly permission: Permission },
): OperationContext {
  const { started_by, started_by_name, asked_by, number } = environmentDeploymentRow(store.database, run.id);
  return inNameOf(store, {
    ...what,
    nodeId,
    accountId: started_by,
    subject: asked_by,
    name: `${started_by_name}, with deployment ${number} of the environment`,
    signal: run.signal,
  });
}
