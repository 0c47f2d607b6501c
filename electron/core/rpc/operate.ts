import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { IndexedNode } from '../access/index.ts';
import { type AuditChange, type AuditedTransaction, type AuditSubject, appendAudit } from './audit.ts';
import { authorize } from './authorize.ts';
import type { OperationContext, RequestContext } from './context.ts';
import { grantCreator } from './grant-creator.ts';
import { guardStream } from './guard-stream.ts';
import { once } from './idempotency.ts';
import type { ReferenceField } from './references.ts';

/** A procedure of the contract as this layer needs it. */
export interface Operation {
  /** Dotted name, such as `service.create`. */
  readonly name: string;
  readonly meta: ProcedureMeta;
  readonly references: readonly ReferenceField[];
}

type Run = (context: OperationContext) => Promise<unknown>;

const isAudited = ({ effect, quiet }: ProcedureMeta): boolean =>
  !quiet && (effect === 'change' || effect === 'act' || effect === 'start');

const pathOf = (node: IndexedNode | null): string | null => {
  const names: string[] = [];
  for (let above = node; above; above = above.parent) names.unshift(above.name ?? above.id);
  return node ? names.join('/') : null;
};

const subjectOf = (
  operation: Operation,
  context: { caller: OperationContext['caller'] },
  node: IndexedNode | null,
): AuditSubject => ({
  caller: context.caller,
  operation: operation.name,
  permission: operation.meta.permission ?? null,
  organizationId: node?.organizationId ?? null,
  nodeId: node?.id ?? null,
  nodeName: pathOf(node),
});

/** `context.write`: one event for each transaction, written at its end. */
const auditedWrite =
  (context: RequestContext, subject: AuditSubject, wrote: () => void): OperationContext['write'] =>
  (change) =>
    context.core.store.write((tx) => {
      const { access } = context.core.store;
      const changes: AuditChange[] = [];
      let detail = '';
      let nodeId = subject.nodeId;
      const audited: AuditedTransaction = {
        ...tx,
        createNode(node) {
          const id = tx.createNode(node);
          if (node.parentId !== null) grantCreator(tx, access, subject.caller.accountId, { ...node, id });
          return id;
        },
        audit(told) {
          changes.push(...(told.changes ?? []));
          detail = told.detail ?? detail;
          nodeId = told.nodeId ?? nodeId;
        },
      };
      const result = change(audited);
      const organizationId = organizationOf(tx, nodeId) ?? subject.organizationId;
      appendAudit(tx.database, tx.now, {
        ...subject,
        organizationId,
        nodeId,
        outcome: 'allowed',
        changes,
        detail,
      });
      wrote();
      return result;
    });

const organizationOf = (
  tx: AuditedTransaction | { database: AuditedTransaction['database'] },
  id: string | null,
) =>
  id === null
    ? undefined
    : (
        tx.database.connection.prepare('SELECT organization_id AS id FROM node WHERE id = ?').get(id) as
          | { id: string }
          | undefined
      )?.id;

const note = (
  context: RequestContext,
  subject: AuditSubject,
  outcome: 'allowed' | 'refused' | 'failed',
  detail: string,
): void => {
  context.core.store.write((tx) =>
    appendAudit(tx.database, tx.now, { ...subject, outcome, changes: [], detail }),
  );
};

const refuse = (context: RequestContext, subject: AuditSubject, error: unknown): void => {
  if (isAppError(error, 'FORBIDDEN') || isAppError(error, 'NOT_FOUND')) {
    note(context, subject, 'refused', error.message);
  }
};

const withCredit = (context: OperationContext, output: AsyncIterable<unknown>): AsyncIterable<unknown> => {
  const streamId = context.reqHeaders?.get('x-stream-id');
  if (!streamId || streamId.length > 64) return output;
  return context.core.credit.limit(`${context.caller.connectionId}/${streamId}`, output, context.signal);
};

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/**
 * What happens around every handler, in this order: who asks → may they → handler → audit. A mutation
 * leaves exactly one event (in the transaction of its change where it has one), a refusal leaves one too.
 */
export const operate = async (
  operation: Operation,
  context: RequestContext,
  request: { input: unknown; signal: AbortSignal | undefined },
  run: Run,
): Promise<unknown> => {
  const { access } = context.core.store;
  const { meta } = operation;
  const caller = context.whoAsks();
  if (!caller.accountId && !meta.anonymous) {
    throw new AppError('UNAUTHENTICATED', { reason: 'Nobody is signed in: finish the first run.' });
  }
  if (meta.personal && caller.via?.type === 'key') {
    const permission = operation.name;
    throw new AppError('FORBIDDEN', { permission, wouldGrant: 'An API key never may: sign in yourself.' });
  }
  access.advance();
  const input = (request.input ?? {}) as Readonly<Record<string, unknown>>;
  const decide = (): IndexedNode | null =>
    authorize(access, caller.subject, meta, operation.references, input);
  const targetOf = (): IndexedNode | null =>
    access.node(String(input[meta.target ?? 'organizationId'] ?? '')) ?? null;

  let node: IndexedNode | null;
  try {
    node = decide();
  } catch (error) {
    const known = targetOf();
    refuse(
      context,
      subjectOf(operation, { caller }, known && access.canSee(caller.subject, known.id) ? known : null),
      error,
    );
    throw error;
  }

  const subject = subjectOf(operation, { caller }, node);
  const abort = new AbortController();
  const signal = request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal;
  let hasWritten = false;
  const operationContext: OperationContext = {
    ...context,
    caller,
    operation: operation.name,
    signal,
    write: auditedWrite(context, subject, () => {
      hasWritten = true;
    }),
  };

  const perform = async (): Promise<unknown> => {
    try {
      const output = await run(operationContext);
      if (isAudited(meta) && !hasWritten) note(context, subject, 'allowed', '');
      return output;
    } catch (error) {
      if (isAudited(meta))
        note(context, subject, 'failed', error instanceof AppError ? error.message : 'bug');
      throw error;
    }
  };

  const key = meta.effect === 'start' ? context.reqHeaders?.get('idempotency-key') : undefined;
  if (key != null) {
    return once(
      context.core.store,
      { accountId: caller.accountId, key, operation: operation.name, input },
      perform,
    );
  }
  const output = await perform();
  if (!isStream(output)) return output;
  const guarded = guardStream(output, {
    onChange: (listener) => access.onChange(listener),
    check: decide,
    abort,
  });
  return withCredit(operationContext, guarded);
};
