import { isAppError } from '#shared/model/errors.ts';
import { readBody } from './body.ts';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';

const action = 'Reading a file of a container';
const headerBytes = 512;
const maxBytes = 1024 * 1024;

/**
 * Reads a small file of a container, running or not; null where it is not there or is no file. Docker answers with a tar of
 * one entry, whose header says the size in octal digits. Source: POSIX ustar.
 */
export async function readContainerFile(
  docker: DockerClient,
  containerId: string,
  path: string,
): Promise<string | null> {
  const tar = await archiveOf(docker, containerId, path);
  if (!tar || tar.length < headerBytes) return null;
  const isFile = tar[156] === 0x30 || tar[156] === 0;
  const size = Number.parseInt(tar.subarray(124, 136).toString('latin1'), 8);
  if (!isFile || !(size <= maxBytes)) return null;
  return tar.subarray(headerBytes, headerBytes + size).toString('utf8');
}

async function archiveOf(docker: DockerClient, containerId: string, path: string): Promise<Buffer | null> {
  try {
    const request = { action, path: `/containers/${part(containerId)}/archive`, query: { path } };
    return await readBody(await docker.stream(request), { server: docker.server, action });
  } catch (error) {
    if (isAppError(error, 'REMOTE_FAILED') && (error.cause as { status?: number })?.status === 404)
      return null;
    throw error;
  }
}
