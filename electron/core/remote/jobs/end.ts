import { isAppError } from '#shared/model/errors.ts';
import { readFile } from '../ssh/sftp.ts';
import type { SshConnection } from '../ssh/types.ts';
import { checkJobFileName, checkJobId } from './job-id.ts';
import { jobsFolder, runScript } from './run-script.ts';
import { cancelScript, removeScript } from './scripts.ts';

/** Ends a job with everything it started, and returns when it has ended; an ended one is left as it is. */
export const cancelJob = async (connection: SshConnection, id: string): Promise<void> => {
  await runScript(connection, 'Cancelling a job', cancelScript, [checkJobId(id)], 60_000);
};

/** Removes all that a job left on the server, ending it first where it still runs. */
export const removeJob = async (connection: SshConnection, id: string): Promise<void> => {
  await cancelJob(connection, id);
  await runScript(connection, 'Removing a job', removeScript, [checkJobId(id)], 60_000);
};

/** A file the job left in its `out/` folder, null when it left none of that name. */
export const readJobFile = async (
  connection: SshConnection,
  id: string,
  name: string,
  { maxBytes = 64 * 1024 } = {},
): Promise<Buffer | null> => {
  const path = `${await jobsFolder(connection)}/${checkJobId(id)}/out/${checkJobFileName(name)}`;
  try {
    return await readFile(connection, path, { maxBytes });
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return null;
    throw error;
  }
};
