import type { Line } from '../../bundle/envelope/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';

/** A place in a line of bundles. */
export interface Mark {
  readonly sequence: number;
  readonly hash: string;
}

/** The last bundle that was issued here in a line. */
export function lastIssued({ database }: Pick<Store, 'database'>, line: Line): Mark | undefined {
  return database.first(
    sql
      .selectFrom('bundle_issued')
      .select(['sequence', 'hash'])
      .where('organization_id', '=', line.organizationId)
      .where('signing_key', '=', line.signingKey)
      .where('recipient', '=', line.to),
  );
}

export function keepIssued(tx: Transaction, line: Line, { sequence, hash }: Mark): void {
  const row = {
    organization_id: line.organizationId,
    ...{ signing_key: line.signingKey, recipient: line.to },
    ...{ sequence, hash, issued_at: tx.now },
  };
  tx.database.run(sql.replaceInto('bundle_issued').values(row));
}

/** The last bundle of a line that was imported on this host, into whichever organization. */
export function lastImported({ database }: Pick<Store, 'database'>, line: Line): Mark | undefined {
  return database.first(
    sql
      .selectFrom('bundle_imported')
      .select(['sequence', 'hash'])
      .where('origin_id', '=', line.organizationId)
      .where('signing_key', '=', line.signingKey)
      .where('recipient', '=', line.to)
      .orderBy('sequence', 'desc')
      .limit(1),
  );
}

/** The organization whose bundles are brought into one of here; undefined before the first. */
export function originOf({ database }: Pick<Store, 'database'>, organizationId: string): string | undefined {
  const query = sql.selectFrom('bundle_imported').select('origin_id');
  return database.first(query.where('organization_id', '=', organizationId).limit(1))?.origin_id;
}

/** What was imported of a line before into this organization, so that an undo brings that back too. */
export interface ImportedBefore {
  readonly line: Line;
  readonly before: Mark | null;
}

/** Notes that a bundle was imported; answers what the undo of it needs. */
export function keepImported(
  tx: Transaction,
  organizationId: string,
  { line, sequence, hash }: Mark & { readonly line: Line },
): ImportedBefore {
  const before = tx.database.first(
    sql
      .selectFrom('bundle_imported')
      .select(['sequence', 'hash'])
      .where('organization_id', '=', organizationId)
      .where('origin_id', '=', line.organizationId)
      .where('signing_key', '=', line.signingKey)
      .where('recipient', '=', line.to),
  );
  tx.database.run(
    sql.replaceInto('bundle_imported').values(rowOf(tx, organizationId, line, { sequence, hash })),
  );
  return { line, before: before ?? null };
}

/** As the line was before the import that is undone. */
export function restoreImported(
  tx: Transaction,
  organizationId: string,
  { line, before }: ImportedBefore,
): void {
  if (before) {
    tx.database.run(sql.replaceInto('bundle_imported').values(rowOf(tx, organizationId, line, before)));
    return;
  }
  tx.database.run(
    sql
      .deleteFrom('bundle_imported')
      .where('organization_id', '=', organizationId)
      .where('origin_id', '=', line.organizationId)
      .where('signing_key', '=', line.signingKey)
      .where('recipient', '=', line.to),
  );
}

function rowOf(tx: Transaction, organizationId: string, line: Line, { sequence, hash }: Mark) {
  return {
    organization_id: organizationId,
    origin_id: line.organizationId,
    ...{ signing_key: line.signingKey, recipient: line.to },
    ...{ sequence, hash, imported_at: tx.now },
  };
}
