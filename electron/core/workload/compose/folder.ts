import { dirname } from 'node:path/posix';
import { jobsFolder } from '../../remote/jobs/run-script.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** The folder of a compose service on its server; beside the one of our jobs, so it is the user's own where that is not root. */
export async function folderOnServer(connection: SshConnection, serviceId: string): Promise<string> {
  return `${dirname(await jobsFolder(connection))}/compose/${slug(serviceId)}`;
}

/** The jobs of one deployment. */
export const jobOf = (
  deploymentId: string,
  what: 'fetch' | 'build' | 'get' | 'up' | 'back' | 'retire',
): string => `${slug(deploymentId)}-${what}`;

/** An id as it may be the name of a folder and of a job. */
export const slug = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
