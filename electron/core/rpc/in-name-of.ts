import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Store } from '../store/store.ts';
import { about } from './audit-place.ts';
import { auditedWrite } from './audited-write.ts';
import type { Caller } from './caller.ts';
import type { Connection, OperationContext } from './context.ts';

interface InNameOf {
  readonly accountId: string;
  /** By what access is decided where that is not the account itself: an API key of it. */
  readonly subject?: string | undefined;
  /** What the event calls whoever did it, such as `Ada, by a push`. */
  readonly name: string;
  readonly operation: string;
  readonly permission: Permission;
  /** Where it is done; the permission is demanded there, at each write again. */
  readonly nodeId: string;
  readonly signal: AbortSignal;
}

/**
 * The context of what the host does by itself because an account once asked it to: judged and told as a call of that
 * account. FORBIDDEN where the account may not do it any more.
 */
export function inNameOf(store: Store, wanted: InNameOf): OperationContext {
  const { accountId, subject: decidedBy = accountId, name, operation, permission, nodeId, signal } = wanted;
  const identity = { type: 'account', accountId } as const;
  const connection: Connection = { id: operation, transport: 'in-process', address: '', agent: '', identity };
  const caller: Caller = {
    accountId,
    subject: decidedBy,
    via: null,
    name,
    transport: 'in-process',
    connectionId: connection.id,
  };
  const judgeAgain = (): void => {
    if (store.access.can(decidedBy, permission, nodeId)) return;
    const wouldGrant = `Whoever asked for it may not do it any more: it takes ${permission}.`;
    throw new AppError('FORBIDDEN', { permission, nodeId, wouldGrant });
  };
  judgeAgain();
  const base = { store, connection, whoAsks: () => caller };
  const node = store.access.node(nodeId);
  if (!node) throw new AppError('NOT_FOUND', { kind: 'service', id: nodeId });
  const subject = { caller, operation, permission, ...about(store.database, node) };
  return {
    ...base,
    caller,
    operation,
    signal,
    judgeAgain,
    write(change) {
      judgeAgain();
      return auditedWrite(base, subject, () => undefined)(change);
    },
    doOnce: (work) => work(),
  };
}
