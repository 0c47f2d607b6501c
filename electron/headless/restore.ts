import { restoreBackup } from '#core/store/restore.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostArguments } from './arguments.ts';
import { explain, type Installation, openHostCore, StartError } from './run.ts';

/**
 * Brings a backup back while no host runs, opens it, and answers what was done. Rejects with StartError where a person
 * can cure it; nothing was changed then, or what was there before is named.
 */
export async function restoreStore(
  given: HostArguments,
  wanted: string,
  installation: Installation,
): Promise<string> {
  const { backup, kept } = restoreOrExplain(given, wanted);
  const core = await openHostCore(given, installation);
  await core.close();
  const before = kept ? ` What was there before is kept in ${kept}.` : '';
  return `The store was brought back from ${backup}.${before} The audit trail says so.`;
}

function restoreOrExplain(given: HostArguments, wanted: string): ReturnType<typeof restoreBackup> {
  try {
    return restoreBackup(given.dataFolder, wanted === 'newest' ? undefined : wanted, Date.now());
  } catch (error) {
    const isOurs = error instanceof AppError && error.code !== 'BUSY' && error.code !== 'LIMIT';
    throw isOurs ? new StartError(`${error.message} Nothing was changed.`) : explain(error, given);
  }
}
