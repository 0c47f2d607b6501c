import type { AuditEvent } from '#shared/contract/audit.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { AuditRow } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';

const kindOfPrefix = new Map<string, NodeKind>(
  Object.entries(nodeKinds).map(([kind, { prefix }]) => [prefix, kind as NodeKind]),
);

/** The kind of a node by its id alone, so that one that is gone still has one. */
export const kindOfId = (nodeId: string | null): NodeKind | null =>
  kindOfPrefix.get(nodeId?.slice(0, nodeId.indexOf('_')) ?? '') ?? null;

/** A row as the contract shows it. */
export const viewOf = (row: AuditRow): AuditEvent => ({
  position: row.position,
  at: instant(row.at),
  actorId: row.actor_id,
  actor: row.actor_name,
  via: row.via_type === null ? null : { type: row.via_type, label: row.via_label ?? '' },
  transport: row.transport,
  operation: row.operation,
  permission: row.permission,
  nodeId: row.node_id,
  nodeKind: kindOfId(row.node_id),
  nodeName: row.node_name,
  outcome: row.outcome,
  changes: JSON.parse(row.changes) as AuditEvent['changes'],
  detail: row.detail,
  hash: Buffer.from(row.hash).toString('hex'),
});
