import type { AuditEvent } from '#shared/contract/audit.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { viewOf } from '../audit/index.ts';

/** A page of what happened to the host itself and of what belongs to no organization, the newest first. */
export function hostTrail(
  { database }: Pick<Store, 'database'>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { items: AuditEvent[]; next?: string } {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number.parseInt(cursor, 10) || 1;
  const rows = database.all(
    sql
      .selectFrom('audit_event')
      .selectAll()
      .where('organization_id', 'is', null)
      .where('position', '<', before)
      .orderBy('position', 'desc')
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    // Errors in their own words are the operator's to read: they hold the machine that they are of.
    items: page.map((row) => viewOf(row, true)),
    ...(rows.length > limit && last ? { next: String(last.position) } : {}),
  };
}
