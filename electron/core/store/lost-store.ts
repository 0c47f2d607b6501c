import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { hostFileName } from '#shared/model/host-file.ts';
import { folderOfBackups, newestGoodBackup } from './backups.ts';

/** The store is damaged, gone, or no store of Quayside's; nothing of it was changed. `backup` could be brought back. */
export class LostStoreError extends AppError<'CONFLICT'> {
  readonly backup: string | undefined;

  constructor(reason: string, backup: string | undefined, cause?: unknown) {
    super('CONFLICT', { field: 'store', reason: `${reason} ${cureOf(backup)}` }, { cause });
    this.backup = backup;
  }
}

function cureOf(backup: string | undefined): string {
  if (!backup) return 'There is no good backup beside it: put the file back from a copy of your own.';
  return `The newest good backup is ${backup}: \`--restore newest\` brings it back and keeps what is there now.`;
}

/** Refuses a store whose content cannot be trusted. */
export function refuseDamaged(dataFolder: string | null, path: string, cause: unknown): never {
  const backup = dataFolder === null ? undefined : newestGoodBackup(dataFolder);
  throw new LostStoreError(`${path} is damaged and was kept as it is.`, backup, cause);
}

/** What only a store leaves in its folder. */
const traces = ['vault.key', hostFileName, 'audit-search.db', 'archives'];

/**
 * Whether a new store may be made in a folder. A missing or empty file beside anything that only a store leaves is a
 * store that was lost: it is refused, for a new one would be taken for it, and its backups for the old one's.
 */
export function requireNoLostStore(dataFolder: string): void {
  const path = join(dataFolder, 'quayside.db');
  const found = traces.filter((name) => existsSync(join(dataFolder, name)));
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const backups = folderOfBackups(dataFolder);
  const hasBackups = existsSync(backups) && readdirSync(backups).some((file) => file.endsWith('.db'));
  const left = [
    ...found,
    ...(log && log.size > 0 ? ['quayside.db-wal'] : []),
    ...(hasBackups ? ['backups'] : []),
  ];
  if (left.length === 0) return;
  const what = existsSync(path) ? 'is empty' : 'is missing';
  const reason = `${path} ${what}, although ${left.join(', ')} beside it ${left.length === 1 ? 'shows' : 'show'} that there was a store. No new one was made; to begin anew, name an empty folder.`;
  throw new LostStoreError(reason, newestGoodBackup(dataFolder));
}
