import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { inspectContainer } from '../../remote/docker/containers.ts';
import { containerLogs } from '../../remote/docker/logs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { nothingSaid } from '../runtime/standing.ts';

const lineCount = 15;
const longestLine = 500;
/** Docker's own, for an image that brings its health check along. */
const defaultRetries = 3;

/** What a failed task said last, and what its health check said. */
export const lastWords: Runtime['lastWords'] = async (
  connection,
  { containerId },
  retries = defaultRetries,
) => {
  if (containerId === undefined) return nothingSaid;
  const docker = dockerOver(connection);
  const [lines, details] = await Promise.all([
    logLines(docker, containerId),
    inspectContainer(docker, containerId),
  ]);
  // Docker calls every stopped container unhealthy: the failed checks in a row tell
  const isUnhealthy = (details?.health?.failingStreak ?? 0) >= retries;
  const check = isUnhealthy ? details?.health?.lastOutput?.trim().slice(0, longestLine) : '';
  return {
    lines: check ? [...lines, `health check: ${check}`] : lines,
    isUnhealthy,
    isOutOfMemory: details?.isOutOfMemory === true,
  };
};

const logLines = async (docker: DockerClient, containerId: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const batch of containerLogs(docker, containerId, { tail: lineCount })) {
    lines.push(...batch.lines.map(({ text }) => text.slice(0, longestLine)));
  }
  return lines.slice(-lineCount);
};
