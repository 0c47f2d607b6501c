import type { AuditEvent } from '#shared/contract/audit.ts';
import type { Contract } from '#shared/contract/index.ts';
import { type OperationContext, type RouterOf, rpc, verifyAudit } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';

const pageOfEvents = (
  context: OperationContext,
  input: { organizationId: string; cursor?: string | undefined; limit: number },
): { items: AuditEvent[]; next?: string } => {
  const before =
    input.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number.parseInt(input.cursor, 10) || 0;
  const rows = context.core.store.database.all(
    sql
      .selectFrom('audit_event')
      .selectAll()
      .where('organization_id', '=', input.organizationId)
      .where('sequence', '<', before)
      .orderBy('sequence', 'desc')
      .limit(input.limit + 1),
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      sequence: row.sequence,
      at: instant(row.at),
      actor: row.actor_name,
      transport: row.transport,
      operation: row.operation,
      permission: row.permission,
      nodeId: row.node_id,
      nodeName: row.node_name,
      outcome: row.outcome,
      changes: JSON.parse(row.changes) as AuditEvent['changes'],
      detail: row.detail,
    })),
    ...(rows.length > input.limit && last ? { next: String(last.sequence) } : {}),
  };
};

export const auditRouter: RouterOf<Contract['audit']> = {
  list: rpc.audit.list.handler(({ input, context }) => pageOfEvents(context, input)),
  verify: rpc.audit.verify.handler(({ context }) => verifyAudit(context.core.store.database)),
};
