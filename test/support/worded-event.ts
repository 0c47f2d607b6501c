import { changesInWords, detailOf } from '#core/modules/audit/view.ts';
import type { AuditRow } from '#core/rpc/index.ts';

/** A row of the trail with what it says in words, as one reads it who may read all. */
export const wordedEvent = <
  T extends Pick<AuditRow, 'node_id' | 'node_name' | 'detail' | 'facts' | 'changes'>,
>(
  row: T,
) => ({ ...row, detail: detailOf(row, true), changes: JSON.stringify(changesInWords(row)) });
