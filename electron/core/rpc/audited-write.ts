import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Fact } from '#shared/model/facts.ts';
import type { AccessIndex, IndexedNode } from '../access/index.ts';
import { type AuditChange, type AuditedTransaction, type AuditSubject, appendAudit } from './audit.ts';
import { about, named, Places } from './audit-place.ts';
import type { Caller } from './caller.ts';
import { changeRow } from './change-row.ts';
import type { OperationContext, RequestContext } from './context.ts';
import { grantCreator } from './grant-creator.ts';
import type { Operation } from './operation.ts';

const nowhere = { organizationId: null, nodeId: null, nodePath: '', nodeName: null };

/** What concerns no node goes to the only organization of whoever does it, else to the chain of the store. */
const withoutNode = (access: AccessIndex, caller: Caller) => {
  const [organizationId, ...others] = caller.subject ? access.organizationsOf(caller.subject) : [];
  const isOnly = organizationId !== undefined && others.length === 0;
  return {
    organizationId: isOnly ? organizationId : null,
    nodeId: null,
    nodePath: isOnly ? organizationId : '',
    nodeName: null,
  };
};

/** What an event says of a call: about its node, or without one about the caller as a member. */
export const subjectOf = (
  operation: Operation,
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  node: IndexedNode | null,
): AuditSubject => {
  const { access, database } = store;
  const told = {
    caller,
    operation: operation.name,
    permission: operation.meta.permission ?? null,
  };
  if (node) return { ...told, ...about(database, node) };
  // what the operator does with the host is told in the trail of the host, which no organization reads
  if (operation.meta.hostRight === 'operate') return { ...told, ...nowhere };
  const unplaced = withoutNode(access, caller);
  const memberId = access.effective(caller.subject, unplaced.organizationId ?? '')?.memberId;
  const member = operation.meta.open && memberId ? access.node(memberId) : undefined;
  return { ...told, ...(member ? about(database, member) : unplaced) };
};

/** Copies can make thousands of nodes; their number is no news. */
const mostNodes = 50;

/** `context.write`: one event for each transaction, written at its end. */
export const auditedWrite =
  (context: RequestContext, subject: AuditSubject, wrote: () => void): OperationContext['write'] =>
  (change) =>
    context.store.write((tx) => {
      const { access } = context.store;
      const changes: AuditChange[] = [];
      /** What came and went, for an operation that does not say itself what it changed. */
      const nodes: AuditChange[] = [];
      const facts: Fact[] = [];
      let told = subject;
      const places = new Places(tx, access);
      const audited: AuditedTransaction = {
        ...tx,
        createNode(node) {
          const id = tx.createNode(node);
          places.made(id, node);
          if (node.name !== null) nodes.push({ field: node.kind, after: node.name });
          if (node.parentId !== null) grantCreator(tx, access, subject.caller.accountId, { ...node, id });
          return id;
        },
        renameNode(id, name) {
          places.changed();
          tx.renameNode(id, name);
        },
        moveNode(id, parentId) {
          places.changed();
          tx.moveNode(id, parentId);
        },
        removeNode(id) {
          places.changed();
          const gone = access.node(id);
          if (gone?.name != null) nodes.push({ field: gone.kind, before: gone.name });
          tx.removeNode(id);
        },
        change: (kind, id, fields, besides) => changeRow(audited, { kind, id }, fields, besides),
        audit(more) {
          changes.push(...(more.changes ?? []));
          facts.push(...[more.fact ?? []].flat());
          if (more.nodeId !== undefined && more.nodeId !== told.nodeId)
            told = { ...told, ...places.about(more.nodeId) };
          if (more.by) told = { ...told, caller: { ...told.caller, ...more.by } };
        },
      };
      const result = change(audited);
      const changed = changes.length > 0 ? changes : nodes.slice(0, mostNodes);
      appendAudit(tx, { ...told, outcome: 'allowed', changes: changed, facts });
      wrote();
      return result;
    });

/** Writes an event of its own, for what changed nothing. */
export const note = (
  context: RequestContext,
  subject: AuditSubject,
  outcome: 'allowed' | 'refused' | 'failed',
  facts: readonly Fact[],
): void => {
  context.store.write((tx) => appendAudit(tx, { ...subject, outcome, changes: [], facts }));
};

/** An error's own words are kept to a length that no answer of a server goes beyond. */
const longestWords = 2_000;

/** What an event says of a failure: what was refused where, and besides the error's own words. */
export const factsOfError = (
  { store }: Pick<RequestContext, 'store'>,
  { organizationId }: AuditSubject,
  error: unknown,
): Fact[] => {
  if (isAppError(error, 'FORBIDDEN')) {
    const { permission, nodeId, wouldGrant } = error.data;
    const node = store.access.node(nodeId ?? '');
    const on = node?.organizationId === organizationId && node ? { on: named(store, node.id) } : {};
    return [
      { type: 'refused', permission, ...on },
      { type: 'because', says: wouldGrant.slice(0, longestWords) },
    ];
  }
  if (isAppError(error, 'NOT_FOUND')) return [{ type: 'unknown', kind: error.data.kind }];
  if (!(error instanceof AppError)) return [{ type: 'failed', code: 'bug', says: 'bug' }];
  return [{ type: 'failed', code: error.code, says: error.message.slice(0, longestWords) }];
};

/** Whether a failure is a no to the caller, and not a mishap. */
export const isRefusal = (error: unknown): error is Error =>
  isAppError(error, 'FORBIDDEN') || isAppError(error, 'NOT_FOUND');
