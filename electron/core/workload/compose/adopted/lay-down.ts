import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/model/errors.ts';
import { removeJob } from '../../../remote/jobs/end.ts';
import { followJobLog } from '../../../remote/jobs/log.ts';
import { runScript } from '../../../remote/jobs/run-script.ts';
import { startJob } from '../../../remote/jobs/start.ts';
import { jobStatus } from '../../../remote/jobs/status.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import type { Examination } from '../examine.ts';
import { folderOnServer, slug } from '../folder.ts';
import { removeScript } from '../scripts.ts';
import { adoptScript } from './scripts.ts';
import { type AdoptedProject, plainBundle } from './untouched.ts';

/** A service as it will be, and the deployment that stands for what runs. */
interface As {
  readonly serviceId: string;
  readonly deploymentId: string;
}

const laySeconds = 60;

/**
 * Writes down in the folder of a service what runs of a project, in the form of a release: later ones are put over it, and
 * go back to it. What runs is not touched.
 */
export async function layDownAdopted(
  connection: SshConnection,
  { project, home }: AdoptedProject,
  {
    serviceId,
    deploymentId,
    examination,
    parts,
  }: As & { readonly examination: Omit<Examination, 'placement'>; readonly parts: readonly string[] },
): Promise<void> {
  const { text, env } = await plainBundle(examination, { home, parts });
  const id = `${slug(serviceId)}-look-${randomBytes(6).toString('hex')}`;
  try {
    await startJob(connection, {
      id,
      script: adoptScript,
      timeoutSeconds: laySeconds,
      files: {
        dir: { bytes: await folderOnServer(connection, serviceId) },
        project: { bytes: project },
        release: { bytes: deploymentId },
        env: { bytes: env },
        'compose.yaml': { bytes: text },
      },
    });
    for await (const _ of followJobLog(connection, id));
    const { exitCode } = await jobStatus(connection, id);
    if (exitCode === 0) return;
    throw new AppError('REMOTE_FAILED', {
      server: connection.label,
      action: 'Writing down what runs of a project',
      exitCode,
      stderr: 'Its files could not be written.',
      cure: 'Look for room on the disk of the server.',
    });
  } finally {
    await removeJob(connection, id);
  }
}

/** Removes what was written down of a service that came to nothing. */
export async function forgetAdopted(connection: SshConnection, serviceId: string): Promise<void> {
  const folder = await folderOnServer(connection, serviceId);
  await runScript(connection, 'Removing the files of a service', removeScript, [folder], 60_000);
}
