import type { AuditOutcome } from '#shared/contract/audit.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import { kindOfId, type OperationContext } from '../../../rpc/index.ts';
import { sql } from '../../../store/database.ts';
import { requireRow } from '../../node/index.ts';
import type { AuditReader } from '../reader.ts';
import type { ChainColumns, ColumnFilter } from './columns.ts';
import { wordsOf } from './text.ts';

/** A filter as the contract takes it. */
export interface FilterInput {
  readonly text?: string | undefined;
  readonly memberId?: string | undefined;
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly permission?: string | undefined;
  readonly kind?: NodeKind | undefined;
  readonly nodeId?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Which events are wanted, ready to be compared. */
export interface AuditFilter {
  readonly words: readonly string[];
  readonly actors: readonly string[];
  readonly operation: string | undefined;
  readonly permission: string | undefined;
  readonly kind: NodeKind | undefined;
  /** All of them lie above an event, or are its node; an id in the search text counts as one. */
  readonly nodeIds: readonly string[];
  readonly outcome: AuditOutcome | undefined;
  readonly from: number;
  readonly to: number;
}

const accountOf = (context: OperationContext, memberId: string): string =>
  requireRow(
    context.store.database.first(sql.selectFrom('member').select('account_id').where('id', '=', memberId)),
    'member',
    memberId,
  ).account_id;

/** Ids are no words of the index: nearly each of them would be one of its own. */
const isNodeId = (word: string): boolean => word.length === 30 && kindOfId(word) !== null;

/** Reads a filter; the member and the node it names were authorized before. */
export const filterOf = (context: OperationContext, input: FilterInput): AuditFilter => ({
  words: wordsOf(input.text ?? '').filter((word) => !isNodeId(word)),
  actors: [
    ...(input.memberId === undefined ? [] : [accountOf(context, input.memberId)]),
    ...(input.actor === undefined ? [] : [input.actor]),
  ],
  operation: input.operation,
  permission: input.permission,
  kind: input.kind,
  nodeIds: [
    ...(input.nodeId === undefined ? [] : [input.nodeId]),
    ...wordsOf(input.text ?? '').filter(isNodeId),
  ],
  outcome: input.outcome,
  from: input.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(input.from),
  to: input.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(input.to),
});

/** Whether nothing at all is filtered out, so that what is found is a chain without gaps. */
export const isUnfiltered = (filter: AuditFilter): boolean =>
  filter.words.length === 0 &&
  filter.actors.length === 0 &&
  filter.from === Number.NEGATIVE_INFINITY &&
  filter.to === Number.POSITIVE_INFINITY &&
  filter.nodeIds.length === 0 &&
  [filter.operation, filter.permission, filter.kind, filter.outcome].every((each) => each === undefined);

/** The filter over one chain, what the reader may not read left out as far as whole groups tell. */
export interface Plan {
  readonly columns: ColumnFilter;
  /** At most how many events pass. */
  readonly atMost: number;
  /** Whether each event that passes has to be shown to the reader's exact question. */
  readonly asksEach: boolean;
}

/** Marks the groups and places of a chain that pass a filter: work by their number, not by that of the events. */
export const planOf = (columns: ChainColumns, filter: AuditFilter, reader: AuditReader): Plan => {
  const { actors, operation, permission, kind, nodeIds, outcome, from, to } = filter;
  const groups = new Uint8Array(columns.groups.all.length);
  let passing = 0;
  let asksEach = false;
  const readable = columns.groups.classes.map((each) => reader.readable(each));
  for (const [code, group] of columns.groups.all.entries()) {
    const isWanted =
      actors.every((actor) => actor === group.actorId) &&
      (operation === undefined || operation === group.operation) &&
      (permission === undefined || permission === group.permission) &&
      (kind === undefined || kind === group.kind) &&
      (outcome === undefined || outcome === group.outcome);
    if (!isWanted) continue;
    const answer = readable[group.classCode] ?? 'none';
    if (answer === 'none') continue;
    asksEach ||= answer === 'some';
    groups[code] = 1;
    passing += columns.groups.counts[code] ?? 0;
  }
  const places = nodeIds.length === 0 ? null : columns.placesOf(nodeIds);
  const atMost = Math.min(passing, places?.count ?? passing);
  return { columns: { groups, places, words: null, from, to }, atMost, asksEach };
};
