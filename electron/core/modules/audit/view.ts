import type { AuditEvent } from '#shared/contract/audit.ts';
import type { Fact } from '#shared/model/facts.ts';
import { sentenceOf } from '#shared/model/facts-in-words.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { AuditRow } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';

const kindOfPrefix = new Map<string, NodeKind>(
  Object.entries(nodeKinds).map(([kind, { prefix }]) => [prefix, kind as NodeKind]),
);

/** The kind of a node by its id alone, so that one that is gone still has one. */
export const kindOfId = (nodeId: string | null): NodeKind | null =>
  kindOfPrefix.get(nodeId?.slice(0, nodeId.indexOf('_')) ?? '') ?? null;

/** What an event says, as one line. */
export const detailOf = (
  row: Pick<AuditRow, 'node_id' | 'node_name' | 'detail' | 'facts'>,
  hasErrors: boolean,
): string => {
  const name = row.node_name?.slice(row.node_name.lastIndexOf('/') + 1) ?? '';
  const telling = { kind: kindOfId(row.node_id), name, hasErrors };
  const sentence = row.facts === '[]' ? '' : sentenceOf(JSON.parse(row.facts) as Fact[], telling);
  return [row.detail, sentence].filter((part) => part !== '').join('; ');
};

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
  detail: detailOf(row, true),
  hash: Buffer.from(row.hash).toString('hex'),
});
