import { jobsFolder, runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { oldLooksScript } from './scripts.ts';

/**
 * Removes from a server what a look at a project left there that was cut off, such as by a closed lid: it holds the values of
 * secrets. What was begun within ten minutes stays, since somebody may be at it.
 */
export async function removeOldLooks(connection: SshConnection): Promise<void> {
  const jobs = await jobsFolder(connection);
  await runScript(connection, 'Removing what looks at projects left', oldLooksScript, [jobs], 60_000);
}
