import type { AuditEvent } from '#shared/contract/audit.ts';
import { type AuditChange, changeInWords, type Fact, type Named, namedIn } from '#shared/model/facts.ts';
import { sentenceOf } from '#shared/model/facts-in-words.ts';
import { singularOf } from '#shared/model/node-words.ts';
import { type AuditRow, kindOfId } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';

type Said = Pick<AuditRow, 'node_id' | 'node_name' | 'detail' | 'facts' | 'changes'>;

/** The stored JSON of an event, which nobody but this host wrote: the chain says so. */
const factsOf = ({ facts }: Pick<AuditRow, 'facts'>): Fact[] =>
  facts === '[]' ? [] : (JSON.parse(facts) as Fact[]);
const changesOf = ({ changes }: Pick<AuditRow, 'changes'>): AuditChange[] =>
  changes === '[]' ? [] : (JSON.parse(changes) as AuditChange[]);

/** Everything that an event names besides its own node. */
export const namedOf = (row: Pick<AuditRow, 'facts' | 'changes'>): Named[] =>
  namedIn({ facts: factsOf(row), changes: changesOf(row) });

/** What changed, in words. */
export const changesInWords = (row: Pick<AuditRow, 'changes'>): AuditEvent['changes'] =>
  changesOf(row).map(changeInWords);

/** What an event says, as one line; errors in their own words only where the reader may have them. */
export const detailOf = (row: Said, hasErrors: boolean): string => {
  const name = row.node_name?.slice(row.node_name.lastIndexOf('/') + 1) ?? '';
  const sentence = sentenceOf(factsOf(row), { kind: kindOfId(row.node_id), name, hasErrors });
  return [row.detail, sentence].filter((part) => part !== '').join('; ');
};

/** Whether an event holds words of an error, which name anything. */
export const hasErrorWords = (row: Pick<AuditRow, 'facts'>): boolean =>
  factsOf(row).some(({ type }) => type === 'failed' || type === 'because' || type === 'leftBehind');

/** Where it was: names of then; what events of before called by its id is called by its kind. */
const nodeNameOf = ({ node_name: name, node_path: path }: AuditRow): string | null => {
  if (name === null) return null;
  const ids = new Set(path.split(' '));
  return name
    .split('/')
    .map((part) => (ids.has(part) ? singularOf(kindOfId(part) ?? part) : part))
    .join('/');
};

/** A row as the contract shows it. */
export const viewOf = (row: AuditRow, hasErrors: boolean): AuditEvent => ({
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
  nodeName: nodeNameOf(row),
  outcome: row.outcome,
  changes: changesInWords(row),
  detail: detailOf(row, hasErrors),
  hash: Buffer.from(row.hash).toString('hex'),
});
