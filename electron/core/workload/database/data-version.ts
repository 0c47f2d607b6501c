import { z } from 'zod';
import { databaseFacts } from '#shared/contract/database-facts.ts';
import type { DatabaseSpec } from '#shared/contract/database-spec.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { dataVolume } from '#shared/contract/spec-facts.ts';
import type { DatabaseEngine, VersionFile } from '#shared/model/databases/engine.ts';
import { openingProblem } from '#shared/model/databases/version.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { readContainerFile } from '../../remote/docker/container-file.ts';
import { removeContainer } from '../../remote/docker/containers.ts';
import { part } from '../../remote/docker/request.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { label } from '../runtime/labels.ts';
import { volumeNameOf } from '../runtime/volume-name.ts';

interface Asked {
  readonly serviceId: string;
  /** An image of the server, by which a volume is looked into that no container uses; null where there is none yet. */
  readonly image: string | null;
  /** What ran of the service last, null where nothing did. */
  readonly ran: ServiceSpec | null;
}

/**
 * Refuses a version that cannot open what is on the volume, and says how one gets there. Looks alone: the volume is read
 * through a container that uses it, or through one that is made for that and never started.
 */
export async function databaseObjections(
  connection: SshConnection,
  spec: DatabaseSpec,
  asked: Asked,
): Promise<string[]> {
  const { engine, version: wanted, account } = databaseFacts(spec);
  if (engine.access === null) return [];
  const docker = dockerOver(connection);
  const written =
    engine.versionFiles.length > 0
      ? await writtenBy(docker, engine, asked)
      : await ranOn(docker, spec, asked);
  const problem = written === null ? undefined : openingProblem(engine, { written, wanted, account });
  return problem === undefined ? [] : [problem];
}

/**
 * The version that ran last, for engines whose files do not say what wrote them, such as MongoDB's; null where there was none
 * or its volume is gone.
 */
async function ranOn(
  docker: DockerClient,
  spec: DatabaseSpec,
  { serviceId, ran }: Asked,
): Promise<string | null> {
  if (ran?.type !== 'database' || ran.engine !== spec.engine) return null;
  return (await isThere(docker, volumeNameOf(serviceId, dataVolume))) ? databaseFacts(ran).version : null;
}

/** The version that wrote what is on the volume; null where it is empty or not there, or nothing can look. */
async function writtenBy(docker: DockerClient, engine: DatabaseEngine, asked: Asked): Promise<string | null> {
  const volume = volumeNameOf(asked.serviceId, dataVolume);
  const user = await userOf(docker, volume);
  if (user) return firstVersion(docker, user, engine.versionFiles);
  if (asked.image === null || !(await isThere(docker, volume))) return null;
  const reader = { id: await makeReader(docker, volume, asked.image, asked.serviceId), folder: readerFolder };
  try {
    return await firstVersion(docker, reader, engine.versionFiles);
  } finally {
    await removeContainer(docker, reader.id);
  }
}

interface Reader {
  readonly id: string;
  /** Where the volume is in it. */
  readonly folder: string;
}

async function firstVersion(
  docker: DockerClient,
  { id, folder }: Reader,
  files: readonly VersionFile[],
): Promise<string | null> {
  for (const { path, pattern } of files) {
    const text = await readContainerFile(docker, id, `${folder}/${path}`);
    const version = text === null ? undefined : pattern.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

const usersSchema = z.array(
  z.object({
    Id: z.string(),
    Mounts: z.array(z.object({ Name: z.string().default(''), Destination: z.string() })),
  }),
);

async function userOf(docker: DockerClient, volume: string): Promise<Reader | undefined> {
  const containers = await docker.json({
    action: 'Looking for who uses a volume',
    path: '/containers/json',
    query: { all: true, filters: { volume: [volume] } },
    schema: usersSchema,
  });
  return containers.flatMap(({ Id, Mounts }) =>
    Mounts.flatMap(({ Name, Destination }) => (Name === volume ? [{ id: Id, folder: Destination }] : [])),
  )[0];
}

async function isThere(docker: DockerClient, volume: string): Promise<boolean> {
  const path = `/volumes/${part(volume)}`;
  const found = await docker.find({
    action: 'Looking at a volume',
    path,
    schema: z.object({ Name: z.string() }),
  });
  return found !== null;
}

const readerFolder = '/quayside-look';

async function makeReader(
  docker: DockerClient,
  volume: string,
  image: string,
  serviceId: string,
): Promise<string> {
  const { Id } = await docker.json({
    action: 'Looking into a volume',
    method: 'POST',
    path: '/containers/create',
    body: {
      Image: image,
      Labels: { [label.service]: serviceId },
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [{ Type: 'volume', Source: volume, Target: readerFolder, ReadOnly: true }],
      },
    },
    schema: z.object({ Id: z.string() }),
  });
  return Id;
}
