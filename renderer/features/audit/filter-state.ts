import type { AuditOutcome } from '#shared/contract/audit.ts';
import type { NodeKind } from '#shared/model/nodes.ts';

/** What is chosen above the audit trail; `''` stands for everything. */
export interface FilterState {
  readonly text: string;
  readonly actor: string;
  readonly operation: string;
  readonly kind: NodeKind | '';
  readonly outcome: AuditOutcome | '';
  readonly period: Period;
  /** Local date and time as the browser's own field has it; only of the period `custom`. */
  readonly from: string;
  readonly to: string;
  /** The node, and what is below it. */
  readonly node: { readonly id: string; readonly name: string } | undefined;
}

export type Period = 'any' | 'hour' | 'day' | 'week' | 'month' | 'custom';

export const noFilter: FilterState = {
  text: '',
  actor: '',
  operation: '',
  kind: '',
  outcome: '',
  period: 'any',
  from: '',
  to: '',
  node: undefined,
};

const hourMs = 3_600_000;
const lengths: Readonly<Record<Period, number | undefined>> = {
  any: undefined,
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
  custom: undefined,
};

const instantOf = (local: string): string | undefined => {
  const at = Date.parse(local);
  return local === '' || Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const rangeOf = ({ period, from, to }: FilterState, now: number) => {
  if (period === 'custom') return { from: instantOf(from), to: instantOf(to) };
  const length = lengths[period];
  return { from: length === undefined ? undefined : new Date(now - length).toISOString(), to: undefined };
};

/** The filter as the host takes it; `now` is when the period was chosen, so that the pages of one search agree. */
export const inputOf = (filter: FilterState, now: number) => ({
  ...(filter.text.trim() ? { text: filter.text.trim() } : {}),
  ...(filter.actor ? { actor: filter.actor } : {}),
  ...(filter.operation ? { operation: filter.operation } : {}),
  ...(filter.kind ? { kind: filter.kind } : {}),
  ...(filter.outcome ? { outcome: filter.outcome } : {}),
  ...(filter.node ? { nodeId: filter.node.id } : {}),
  ...Object.fromEntries(Object.entries(rangeOf(filter, now)).filter(([, value]) => value !== undefined)),
});

/** Whether anything is filtered out. */
export const isFiltering = (filter: FilterState): boolean => Object.keys(inputOf(filter, 0)).length > 0;

/** What is wrong with a range of one's own, in words. */
export const rangeError = ({ period, from, to }: FilterState): string | undefined =>
  period === 'custom' && from !== '' && to !== '' && Date.parse(from) > Date.parse(to)
    ? 'The end lies before the beginning.'
    : undefined;
