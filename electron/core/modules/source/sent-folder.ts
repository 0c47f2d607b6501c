import type { SentFolder } from '#shared/contract/source.ts';
import { type Database, sql } from '../../store/database.ts';
import { instant } from '../../store/require-row.ts';

/** The folder that was sent last for a service, undefined before the first. */
export function sentFolderRow(database: Database, serviceId: string) {
  return database.first(sql.selectFrom('sent_folder').selectAll().where('service_id', '=', serviceId));
}

type Row = NonNullable<ReturnType<typeof sentFolderRow>>;

/** The same as the contract shows it. */
export const toSentFolder = (row: Row): SentFolder => ({
  digest: row.digest,
  sizeBytes: row.size_bytes,
  files: row.files,
  sentAt: instant(row.sent_at),
  sentBy: row.sent_by_name,
});
