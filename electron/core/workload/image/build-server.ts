import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { inspectImage, tagImage } from '../../remote/docker/images.ts';
import { type DockerVersion, dockerVersion } from '../../remote/docker/system.ts';
import type { Attempt, BuildServer } from '../attempt.ts';
import { keptRepositoryOf, keptTagOf } from './kept-name.ts';
import { removeNames } from './push-built.ts';
import { removeKeptImages } from './remove-kept-images.ts';
import { sendImage } from './send-image.ts';

/** A server by its name, with what its Docker says of itself. */
interface Machine extends Pick<DockerVersion, 'os' | 'arch'> {
  readonly serverName: string;
}

/** Why what one server builds does not run on another, in words; undefined where it does. */
export function platformObjection(builder: Machine, target: Machine): string | undefined {
  const [built, needed] = [builder, target].map(({ os, arch }) => `${os}/${arch}`);
  if (built === needed) return undefined;
  return `“${builder.serverName}” builds for ${built}, and “${target.serverName}” runs ${needed}: choose a build server that is as it, or none.`;
}

/**
 * Asks a build server for the first time, before anything of a deployment is begun: UNREACHABLE where it is away, CONFLICT
 * where what it builds would not run.
 */
export async function meetBuildServer(run: Attempt, builder: BuildServer): Promise<void> {
  const { serverName, signal } = run;
  const [there, here] = await Promise.all([
    told(builder.ssh((connection) => dockerVersion(dockerOver(connection)), signal)),
    run.docker(dockerVersion, signal),
  ]);
  const objection = platformObjection({ ...there, serverName: builder.serverName }, { ...here, serverName });
  if (objection) throw new AppError('CONFLICT', { field: 'spec.source.buildServerId', reason: objection });
}

/** Says with an unreachable server what it is asked for: it is not the one that the service runs on. */
async function told<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!isAppError(error, 'UNREACHABLE')) throw error;
    const { data } = error;
    const detail = [data.detail, 'this service is built there'].filter(Boolean).join('; ');
    throw new AppError('UNREACHABLE', { ...data, detail }, { cause: error });
  }
}

/**
 * Brings what a build server built to the server that it runs on, under the name that it has there; what the service had
 * built on it before goes. Idempotent.
 */
export async function bringBuilt(run: Attempt, builder: BuildServer, id: string): Promise<void> {
  const [repository, tag] = [keptRepositoryOf(run.ids.service), keptTagOf(run.number)];
  const keep = async (docker: DockerClient): Promise<boolean> => {
    const isThere = (await inspectImage(docker, id)) !== null;
    if (isThere) await tagImage(docker, id, repository, tag);
    return isThere;
  };
  const keepThere = () => run.persist('looking for the image', () => run.docker(keep));
  if (await keepThere()) run.log.say(`${run.serverName} has this very image already.`);
  else {
    run.log.say(`It is sent to ${run.serverName}, through this host.`);
    await sendImage(run, builder, id);
    await keepThere();
  }
  await tidyBuilt(run, builder, `${repository}:${tag}`);
}

/** Leaves a build server whose image a registry carried, with what the next build begins with, and none of its names there. */
export async function leaveBuilt(
  run: Attempt,
  builder: BuildServer,
  names: readonly string[],
): Promise<void> {
  await removeNames(run, builder, names);
  await tidyBuilt(run, builder, `${keptRepositoryOf(run.ids.service)}:${keptTagOf(run.number)}`);
}

/** What a build server keeps of a service is the newest image alone, whose layers the next build begins with. */
async function tidyBuilt(run: Attempt, builder: BuildServer, newest: string): Promise<void> {
  // as long as it moves, the server that it leaves may be the one that builds, and keeps what a way back needs
  if (run.origin) return;
  try {
    await builder.ssh((connection) =>
      removeKeptImages(dockerOver(connection), run.ids.service, { but: newest }),
    );
  } catch (error) {
    run.log.note('older images stay on a build server', error);
  }
}
