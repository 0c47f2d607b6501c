import { isAppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { removeContainer } from '../../remote/docker/containers.ts';
import { cancelJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { runScript } from '../../remote/jobs/run-script.ts';
import { startJob } from '../../remote/jobs/start.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { stackParts } from '../stack/services.ts';
import { standingOfStack, wayBackOf } from '../stack/verdict.ts';
import { isOld } from './beside/containers.ts';
import { endStack } from './end-stack.ts';
import { folderOnServer, jobOf } from './folder.ts';
import type { PartContainer } from './part-container.ts';
import { partContainers, projectOnServer } from './project-on-server.ts';
import { backScript, forgetScript } from './scripts.ts';
import { judge, replicaOf } from './verdict.ts';

const backSeconds = 10 * 60;
const saidLines = 5;

/** Looks at a release: the job that puts it there, then its containers, without those that it is to take the place of. */
export const stand: Runtime['stand'] = async (connection, { serviceId, deploymentId }) => {
  const id = jobOf(deploymentId, 'up');
  const job = await jobStatus(connection, id);
  const [{ olds = new Map(), isStack }, all] = await Promise.all([
    projectOnServer(connection, serviceId, deploymentId),
    partContainers(connection, serviceId),
  ]);
  const hasFailed = job.state === 'exited' && job.exitCode !== 0;
  if (isStack) {
    const parts = await stackParts(connection, serviceId);
    const words = hasFailed ? await lastLines(connection, id) : [];
    return standingOfStack(deploymentId, { job, words }, parts);
  }
  const containers = all.filter((each) => !isOld(olds, each));
  const verdict = judge(job, containers, hasFailed ? await lastLines(connection, id) : []);
  return { verdict, replicas: containers.map(replicaOf), wasReplaced: false };
};

/** Ends the start of a release, and starts the one before it again. */
export const goBack: Runtime['goBack'] = async (connection, { serviceId, deploymentId }) => {
  await cancelJob(connection, jobOf(deploymentId, 'up'));
  await startJob(connection, {
    id: jobOf(deploymentId, 'back'),
    script: backScript,
    timeoutSeconds: backSeconds,
    files: {
      dir: { bytes: await folderOnServer(connection, serviceId) },
      release: { bytes: deploymentId },
    },
  });
};

export const wayBack: Runtime['wayBack'] = async (connection, { serviceId, deploymentId, order }) => {
  const job = await jobStatus(connection, jobOf(deploymentId, 'back'));
  if (!hasEnded(job)) return 'under-way';
  if (job.state !== 'exited' || job.exitCode !== 0) return 'stuck';
  const parts = await stackParts(connection, serviceId);
  if (parts.length > 0) return wayBackOf(parts);
  if (order !== 'beside') return 'back';
  const { isInterrupting } = await projectOnServer(connection, serviceId, deploymentId);
  return isInterrupting ? 'started-again' : 'back';
};

/** Removes the containers of a release that had none before it; its volumes stay. */
export const withdraw: Runtime['withdraw'] = async (connection, { serviceId, deploymentId }) => {
  await cancelJob(connection, jobOf(deploymentId, 'up'));
  const folder = await folderOnServer(connection, serviceId);
  await runScript(connection, 'Forgetting a release', forgetScript, [folder, deploymentId]);
  await endStack(connection, serviceId);
  await removePartContainers(connection, serviceId);
};

export const isWithdrawn: Runtime['isWithdrawn'] = async (connection, { serviceId }) =>
  (await partContainers(connection, serviceId)).length === 0;

/** Removes every container of a service. */
export async function removePartContainers(connection: SshConnection, serviceId: string): Promise<void> {
  await removeContainers(connection, await partContainers(connection, serviceId));
}

/** Removes containers; one that goes meanwhile is as good. */
export async function removeContainers(
  connection: SshConnection,
  containers: readonly Pick<PartContainer, 'id'>[],
): Promise<void> {
  await Promise.all(
    containers.map(async ({ id }) => {
      try {
        await removeContainer(dockerOver(connection), id);
      } catch (error) {
        if (!isAppError(error, 'CONFLICT') && !isAppError(error, 'NOT_FOUND')) throw error;
      }
    }),
  );
}

/** What the end of a job's log says. */
async function lastLines(connection: SshConnection, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of followJobLog(connection, id)) {
    lines.push(...batch.lines.map((line) => line.trim().slice(0, 300)).filter(Boolean));
    lines.splice(0, Math.max(0, lines.length - saidLines));
  }
  return lines;
}
