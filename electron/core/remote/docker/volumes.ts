import { z } from 'zod';
import { isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema, listOf } from './schema.ts';

const volumeSchema = z
  .object({
    Name: z.string(),
    Driver: z.string(),
    Mountpoint: z.string().default(''),
    Labels: labelsSchema,
    Options: z.record(z.string(), z.string()).nullish(),
  })
  .transform((v) => ({
    name: v.Name,
    driver: v.Driver,
    mountpoint: v.Mountpoint,
    labels: v.Labels,
    /** Whether it is a way to something else, such as a folder of the server. Source: the local driver's mount options. */
    leadsElsewhere: v.Driver !== 'local' || ['type', 'o', 'device'].some((name) => v.Options?.[name]),
  }));

export type Volume = z.output<typeof volumeSchema>;

/** Makes sure a volume of this name is there; one that is there already is answered as it is, with its own labels. */
export const ensureVolume = (
  docker: DockerClient,
  { name, labels }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
): Promise<Volume> =>
  docker.json({
    action: 'Making a volume',
    method: 'POST',
    path: '/volumes/create',
    body: { Name: name, Labels: labels },
    schema: volumeSchema,
  });

/** The volumes of a server; all of them where no labels are asked for. */
export const listVolumes = async (
  docker: DockerClient,
  { labels }: ListFilter = {},
): Promise<readonly Volume[]> => {
  const { Volumes } = await docker.json({
    action: 'Listing volumes',
    path: '/volumes',
    query: { filters: filtersOf({ label: labelFilter(labels) }) },
    schema: z.object({ Volumes: listOf(volumeSchema) }),
  });
  return Volumes;
};

/** One volume, null when there is none of that name. */
export const inspectVolume = (docker: DockerClient, name: string): Promise<Volume | null> =>
  docker.find({ action: 'Looking at a volume', path: `/volumes/${part(name)}`, schema: volumeSchema });

/** Removes a volume with all that is in it; one that is gone counts as removed, one in use is CONFLICT. */
export const removeVolume = (docker: DockerClient, name: string): Promise<void> =>
  docker.send({
    action: 'Removing a volume',
    method: 'DELETE',
    path: `/volumes/${part(name)}`,
    accept: [404],
  });

/** The bytes of each volume, as Docker counts them file by file: a volume of many takes long. */
export const volumeSizes = async (
  docker: DockerClient,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> => {
  const sized = z.object({ Name: z.string(), UsageData: z.object({ Size: z.number() }).nullish() });
  const { Volumes } = await docker.json({
    action: 'Measuring volumes',
    path: '/system/df',
    query: { type: 'volume' },
    schema: z.object({ Volumes: listOf(sized) }),
    signal,
  });
  const known = Volumes.filter(({ UsageData }) => (UsageData?.Size ?? -1) >= 0);
  return new Map(known.map(({ Name, UsageData }) => [Name, UsageData?.Size ?? 0]));
};

/**
 * The volumes that services of Swarm mount, also those that run no container now, by their names; none without Swarm, and
 * null where the server is of one and cannot say, as a worker.
 */
export const volumesOfSwarm = async (
  docker: DockerClient,
): Promise<ReadonlyMap<string, readonly string[]> | null> => {
  const mounts = listOf(z.object({ Type: z.string(), Source: z.string().default('') }));
  const schema = z.array(
    z.object({
      Spec: z.object({
        Name: z.string(),
        TaskTemplate: z.object({ ContainerSpec: z.object({ Mounts: mounts }).nullish() }),
      }),
    }),
  );
  try {
    const services = await docker.json({ action: 'Listing services', path: '/services', schema });
    return new Map(
      services.map(({ Spec: { Name, TaskTemplate } }) => [
        Name,
        (TaskTemplate.ContainerSpec?.Mounts ?? []).flatMap(({ Type, Source }) =>
          Type === 'volume' ? [Source] : [],
        ),
      ]),
    );
  } catch (error) {
    const words = isAppError(error, 'REMOTE_FAILED') ? (error.data.stderr ?? '') : '';
    if (!/not a swarm manager/i.test(words)) throw error;
    // only a server of no Swarm is told to make one. Source: moby's daemon/cluster/errors.go
    return /docker swarm init/i.test(words) ? new Map() : null;
  }
};
