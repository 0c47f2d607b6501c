import type { DockerClient } from '../../remote/docker/client.ts';
import { inspectContainer } from '../../remote/docker/containers.ts';
import { containerLogs } from '../../remote/docker/logs.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { DeploymentRun } from './deployment-run.ts';

const lineCount = 15;
const longestLine = 500;
/** Docker's own, for an image that brings its health check along. */
const defaultRetries = 3;

const logLines = async (docker: DockerClient, containerId: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const batch of containerLogs(docker, containerId, { tail: lineCount })) {
    lines.push(...batch.lines.map(({ text }) => text.slice(0, longestLine)));
  }
  return lines.slice(-lineCount);
};

/** What the container of a failed task leaves behind. */
export interface LastWords {
  readonly lines: readonly string[];
  /** Swarm stops an unhealthy container politely: its exit code 0 says nothing. */
  readonly isUnhealthy: boolean;
  readonly isOutOfMemory: boolean;
}

export const nothingSaid: LastWords = { lines: [], isUnhealthy: false, isOutOfMemory: false };

/** What a failed task said last, and what its health check said; nothing where its container is gone. */
export const lastWords = async (run: DeploymentRun, task: SwarmTask | undefined): Promise<LastWords> => {
  const containerId = task?.containerId;
  if (!containerId) return nothingSaid;
  try {
    return await run.docker(async (docker) => {
      const [lines, details] = await Promise.all([
        logLines(docker, containerId),
        inspectContainer(docker, containerId),
      ]);
      // Docker calls every stopped container unhealthy: the failed checks in a row tell
      const retries = run.spec.healthCheck?.retries ?? defaultRetries;
      const isUnhealthy = (details?.health?.failingStreak ?? 0) >= retries;
      const check = isUnhealthy ? details?.health?.lastOutput?.trim().slice(0, longestLine) : '';
      return {
        lines: check ? [...lines, `health check: ${check}`] : lines,
        isUnhealthy,
        isOutOfMemory: details?.isOutOfMemory === true,
      };
    });
  } catch (error) {
    // the failure itself is what has to be told; its last words are an addition
    run.parts.host.log.info('no last lines of a failed task', { deployment: run.id, error: String(error) });
    return nothingSaid;
  }
};
