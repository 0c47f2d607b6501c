import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditArchive } from '#shared/contract/audit.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';
import { archiveFolder } from './archive-file.ts';
import type { AuditContext } from './context.ts';

/** The archives of an organization, newest first. */
export const archivesOf = (
  context: AuditContext,
  { organizationId }: { organizationId: string },
): AuditArchive[] => {
  const { dataFolder } = context.host;
  const rows = context.store.database.all(
    sql
      .selectFrom('audit_archive')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .orderBy('through', 'desc'),
  );
  return rows.map((row) => ({
    from: row.first,
    through: row.through,
    file: row.file,
    sha256: row.sha256,
    lastHash: Buffer.from(row.hash).toString('hex'),
    at: instant(row.at),
    by: row.by,
    isPresent: dataFolder !== null && existsSync(join(archiveFolder(dataFolder), row.file)),
  }));
};
