import * as z from 'zod';
import { isNodeKind, type NodeKind } from '#shared/model/nodes.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';

const Kind = z.custom<NodeKind>((value) => typeof value === 'string' && isNodeKind(value));
const Kept = z.object({
  /** In the order in which they were made. */
  made: z.array(z.object({ id: z.string(), kind: Kind })),
  changed: z.array(
    z.object({
      id: z.string(),
      kind: Kind,
      /** Its fields with ids; null for what was none. */
      before: z.record(z.string(), z.unknown()),
      facets: z.record(z.string(), z.unknown()),
    }),
  ),
  /** A digest of each right after the import, by id; null where nobody came to look. */
  sums: z.record(z.string(), z.string()).nullable(),
  /** Of a sealed bundle: its line, and where that stood before. */
  line: z
    .object({
      line: z.object({ organizationId: z.string(), signingKey: z.string(), to: z.string() }),
      before: z.object({ sequence: z.number().int(), hash: z.string() }).nullable(),
    })
    .optional(),
});
export type Kept = z.infer<typeof Kept>;

/** What is kept of the last import of an organization; undefined where there is none, or it is undone. */
export function keptImport({ database }: Pick<Store, 'database'>, organizationId: string) {
  const row = database.first(
    sql.selectFrom('bundle_import').selectAll().where('organization_id', '=', organizationId),
  );
  return row && { at: row.at, byName: row.by_name, kept: Kept.parse(JSON.parse(row.kept)) };
}

/** Keeps an import in the place of the one before; holds no secret. */
export function keepImport(
  tx: Transaction,
  { organizationId, byName, kept }: { organizationId: string; byName: string; kept: Kept },
): void {
  dropKept(tx, organizationId);
  const row = { organization_id: organizationId, at: tx.now, by_name: byName, kept: JSON.stringify(kept) };
  tx.database.run(sql.insertInto('bundle_import').values(row));
}

/** Adds the digests to what is kept. */
export function sumImport({ database }: Pick<Store, 'database'>, organizationId: string, kept: Kept): void {
  const text = JSON.stringify(kept);
  database.run(
    sql.updateTable('bundle_import').set({ kept: text }).where('organization_id', '=', organizationId),
  );
}

/** Forgets the last import: there is nothing to undo then. */
export function dropKept({ database }: Pick<Store, 'database'>, organizationId: string): void {
  database.run(sql.deleteFrom('bundle_import').where('organization_id', '=', organizationId));
}
