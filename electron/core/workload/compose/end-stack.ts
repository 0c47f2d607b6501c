import { runScript } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { hasStack } from '../stack/services.ts';
import { folderOnServer } from './folder.ts';
import { endStackScript } from './scripts.ts';

/** Swarm is asked for a minute, and each question takes its time. */
const endMs = 120_000;

/** Ends what Swarm runs of a project, and waits until nothing of it is left but its volumes; nothing where it runs none. */
export async function endStack(connection: SshConnection, serviceId: string): Promise<void> {
  if (!(await hasStack(connection, serviceId))) return;
  const folder = await folderOnServer(connection, serviceId);
  await runScript(connection, 'Ending a stack', endStackScript, [folder], endMs);
}
