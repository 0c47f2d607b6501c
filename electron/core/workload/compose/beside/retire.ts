import { AppError } from '#shared/model/errors.ts';
import { removeJob } from '../../../remote/jobs/end.ts';
import { followJobLog } from '../../../remote/jobs/log.ts';
import { startJob } from '../../../remote/jobs/start.ts';
import { jobStatus } from '../../../remote/jobs/status.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { jobOf } from '../folder.ts';
import { projectOnServer } from '../project-on-server.ts';
import { retireScript } from './scripts.ts';

/** However long its containers take to end; each says that itself. */
const retireSeconds = 60 * 60;

/** Makes the release the current one, and only then ends the containers that it took the place of. */
export const retire: Runtime['retire'] = async (connection, { serviceId, deploymentId }) => {
  const { folder, olds, ...current } = await projectOnServer(connection, serviceId, deploymentId);
  if (olds === undefined && current.deploymentId === deploymentId) return;
  const id = jobOf(deploymentId, 'retire');
  await startJob(connection, {
    id,
    script: retireScript,
    timeoutSeconds: retireSeconds,
    files: { dir: { bytes: folder }, release: { bytes: deploymentId } },
  });
  const said: string[] = [];
  for await (const { lines } of followJobLog(connection, id)) said.push(...lines);
  const { state, exitCode } = await jobStatus(connection, id);
  // what a restart of the server cut off is done again by whoever asks next
  await removeJob(connection, id);
  if (state === 'exited' && exitCode === 0) return;
  throw new AppError('REMOTE_FAILED', {
    server: connection.label,
    action: 'Ending the containers of the old version',
    ...(exitCode === undefined ? {} : { exitCode }),
    stderr: said.slice(-5).join('\n'),
  });
};
