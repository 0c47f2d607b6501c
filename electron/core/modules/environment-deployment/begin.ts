import { AppError, isAppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { serviceView } from '../../workload/index.ts';
import { type Ordering, onBehalf } from './context.ts';
import { isUntouched, runsNow } from './ran-before.ts';
import { environmentDeploymentRow, type OrderedRow, orderedRows, patchOrdered } from './rows.ts';

/**
 * Begins what is to be done with one service at its turn, where that was not done before; what refuses it is written down as
 * its problem. The deployment and that it was asked for are one transaction, so that a crash asks for none twice.
 */
export async function begin(ordering: Ordering, row: OrderedRow): Promise<void> {
  if (row.deployment_id !== null || row.is_stopped === 1 || row.problem !== null) return;
  const { deployments } = ordering.parts;
  const { service_id: id, target_id } = row;
  await orProblem(ordering, row, async () => {
    require(whyElsewhere(ordering, row));
    if (row.action === 'stop') return stop(ordering, row);
    if (row.action === 'roll-back') {
      const context = onBehalf(ordering, id, rollback);
      await deployments.rollback(withWrite(ordering, context, row, 'deployment_id'), target_id ?? '');
    } else {
      const context = onBehalf(ordering, id, create);
      await deployments.deploy(withWrite(ordering, context, row, 'deployment_id'), id);
    }
  });
}

/** Begins taking one service back to what it ran before; stops it where that was nothing. */
export async function beginUndo(ordering: Ordering, row: OrderedRow): Promise<void> {
  if (row.undo_id !== null || row.is_stopped === 1 || row.problem !== null) return;
  const { before_id, service_id: id } = row;
  await orProblem(ordering, row, async () => {
    require(whyElsewhere(ordering, row));
    if (before_id === null) return stop(ordering, row);
    const context = onBehalf(ordering, id, rollback);
    await ordering.parts.deployments.rollback(withWrite(ordering, context, row, 'undo_id'), before_id);
  });
}

const create = { operation: 'deployment.create', permission: 'deployment.create' } as const;
const rollback = { operation: 'deployment.rollback', permission: 'deployment.rollback' } as const;
const toStop = { operation: 'service.stop', permission: 'deployment.create' } as const;

/** May be done again: what is stopped stays so. */
async function stop(ordering: Ordering, row: OrderedRow): Promise<void> {
  const { parts, run } = ordering;
  require(whyTouched(ordering, row));
  run.log.say(`Stopping “${row.name}”, which did not run before.`);
  const context = onBehalf(ordering, row.service_id, toStop);
  const stopping = () => parts.deployments.stop(context, row.service_id);
  const { serverId } = serviceView(parts.store, row.service_id);
  await run.persist(`stopping “${row.name}”`, stopping, run.signal, { serverId: serverId ?? undefined });
  parts.store.write((tx) => patchOrdered(tx, row, { is_stopped: 1 }));
}

function withWrite(
  ordering: Ordering,
  context: OperationContext,
  row: OrderedRow,
  column: 'deployment_id' | 'undo_id',
): OperationContext {
  const { store } = ordering.parts;
  return {
    ...context,
    write: (change) =>
      context.write((tx) => {
        if (column === 'undo_id' || row.action === 'roll-back') require(whyTouched(ordering, row));
        const before = column === 'deployment_id' ? { before_id: runsNow(store, row.service_id) } : {};
        const made = madeBy(tx);
        const result = change(made.tx);
        patchOrdered(tx, row, { ...before, outcome: null, [column]: made.deploymentId() });
        return result;
      }),
  };
}

/** The transaction that also tells which deployment was made in it. */
function madeBy(tx: AuditedTransaction): { tx: AuditedTransaction; deploymentId(): string | null } {
  let id: string | null = null;
  const createNode: typeof tx.createNode = (node) => {
    const made = tx.createNode(node);
    id = made;
    return made;
  };
  return { tx: { ...tx, createNode }, deploymentId: () => id };
}

/** Why nothing can be done with a service any more; null where it is in the environment still. */
export function whyElsewhere(
  { parts: { store }, run }: Ordering,
  { service_id: id }: OrderedRow,
): string | null {
  const node = store.access.node(id);
  if (!node) return 'It was deleted.';
  return node.parent?.id === run.subjectId ? null : 'It is in another environment by now.';
}

/** Why a service cannot go back; null where what is to be undone runs still, and nothing else is to come. */
export function whyTouched({ parts: { store }, run }: Ordering, row: OrderedRow): string | null {
  const { rollback_of } = environmentDeploymentRow(store.database, run.id);
  const done = rollback_of === null ? [row] : orderedRows(store.database, rollback_of);
  const own = done.find(({ service_id }) => service_id === row.service_id);
  if (isUntouched(store, row.service_id, own?.deployment_id ?? null)) return null;
  return 'Somebody deployed it since; roll it back by itself.';
}

function require(objection: string | null): void {
  if (objection !== null) throw new AppError('CONFLICT', { field: '', reason: objection });
}

/** What a person can do something about is kept as the problem of its service; a bug, a cut or a full disk is not. */
async function orProblem(ordering: Ordering, row: OrderedRow, work: () => Promise<void>): Promise<void> {
  const { parts, run } = ordering;
  run.check();
  try {
    await work();
  } catch (error) {
    run.check();
    if (!(error instanceof AppError) || error.code === 'LIMIT') throw error;
    const problem = isOfVariables(error) ? unresolved : error.message;
    parts.store.write((tx) => patchOrdered(tx, row, { problem }));
  }
}

/** What is told here is read by whoever may read deployments, who may not know the names of variables. */
const unresolved = 'Its variables cannot be resolved; who may read them sees which in its plan.';

const isOfVariables = (error: AppError): boolean =>
  isAppError(error, 'CONFLICT') && fieldsOfVariables.has(error.data.field);

/** Where a deployment is refused for a variable or a file without content. */
const fieldsOfVariables: ReadonlySet<string> = new Set(['variables', 'mounts', 'spec.source.builder']);
