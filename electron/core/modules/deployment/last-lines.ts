import type { DockerClient } from '../../remote/docker/client.ts';
import { inspectContainer } from '../../remote/docker/containers.ts';
import { containerLogs } from '../../remote/docker/logs.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import type { Run } from './run-context.ts';

const lineCount = 15;
const longestLine = 500;

const logLines = async (docker: DockerClient, containerId: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const batch of containerLogs(docker, containerId, { tail: lineCount })) {
    lines.push(...batch.lines.map(({ text }) => text.slice(0, longestLine)));
  }
  return lines.slice(-lineCount);
};

/** What a failed task said last, and what its health check said; nothing where its container is gone. */
export const lastLines = async (run: Run, task: SwarmTask | undefined): Promise<string[]> => {
  const containerId = task?.containerId;
  if (!containerId) return [];
  try {
    return await run.docker(async (docker) => {
      const [lines, details] = await Promise.all([
        logLines(docker, containerId),
        inspectContainer(docker, containerId),
      ]);
      const check = details?.health?.status === 'unhealthy' ? details.health.lastOutput?.trim() : '';
      return check ? [...lines, `health check: ${check.slice(0, longestLine)}`] : lines;
    });
  } catch (error) {
    // the failure itself is what has to be told; its last words are an addition
    run.parts.host.log.info('no last lines of a failed task', { deployment: run.id, error: String(error) });
    return [];
  }
};
