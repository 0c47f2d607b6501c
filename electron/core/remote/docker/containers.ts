import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema, listOf, optionalText } from './schema.ts';

/** How much longer than the grace period Docker may take to answer. */
const stopMarginMs = 30_000;

const endpointSchema = z.object({ IPAddress: optionalText });

const summarySchema = z
  .object({
    Id: z.string(),
    Names: listOf(z.string()),
    Image: z.string(),
    ImageID: z.string(),
    Created: z.number(),
    State: z.string(),
    Status: z.string(),
    Labels: labelsSchema,
    Ports: listOf(
      z.object({
        IP: optionalText,
        PrivatePort: z.number(),
        PublicPort: z.number().optional(),
        Type: z.string(),
      }),
    ),
    NetworkSettings: z.object({ Networks: z.record(z.string(), endpointSchema).nullish() }).nullish(),
    Mounts: listOf(
      z.object({ Type: z.string(), Name: optionalText, Source: optionalText, Destination: optionalText }),
    ),
  })
  .transform((c) => ({
    id: c.Id,
    name: (c.Names[0] ?? '').replace(/^\//, ''),
    image: c.Image,
    imageId: c.ImageID,
    createdAt: new Date(c.Created * 1000).toISOString(),
    state: c.State,
    status: c.Status,
    health: /\((healthy|unhealthy|health: starting)\)/.exec(c.Status)?.[1]?.replace('health: ', ''),
    labels: c.Labels,
    ports: c.Ports.map((p) => ({
      ip: p.IP,
      target: p.PrivatePort,
      published: p.PublicPort,
      protocol: p.Type,
    })),
    addresses: Object.values(c.NetworkSettings?.Networks ?? {}).flatMap(({ IPAddress }) => IPAddress ?? []),
    /** The names of its volumes. */
    volumes: c.Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : [])),
    /** Volumes by their names, files and folders of the server by their paths. */
    mounts: c.Mounts.flatMap(({ Type, Name, Source, Destination = '' }) => {
      const from = Type === 'volume' ? Name : Type === 'bind' ? Source : undefined;
      return from === undefined ? [] : [{ type: Type, from, target: Destination }];
    }),
  }));

export type ContainerSummary = z.output<typeof summarySchema>;

export interface ListFilter {
  /** An empty value asks only that the label is there. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The containers of a server, running ones only unless `all`. */
export const listContainers = (
  docker: DockerClient,
  { all = false, labels }: ListFilter & { all?: boolean | undefined } = {},
): Promise<ContainerSummary[]> =>
  docker.json({
    action: 'Listing containers',
    path: '/containers/json',
    query: { all, filters: filtersOf({ label: labelFilter(labels) }) },
    schema: z.array(summarySchema),
  });

/** One compose project as its containers' labels tell it; it is run by others and only looked at here. */
export interface ComposeProject {
  readonly name: string;
  readonly configFiles: string | undefined;
  readonly workingDir: string | undefined;
  readonly containers: readonly ContainerSummary[];
}

/** The compose projects whose containers are on the server, running or not. */
export const listComposeProjects = async (docker: DockerClient): Promise<ComposeProject[]> => {
  const key = 'com.docker.compose.project';
  const containers = await listContainers(docker, { all: true, labels: { [key]: '' } });
  return [...Map.groupBy(containers, (c) => c.labels[key] ?? '')].map(([name, group]) => ({
    name,
    configFiles: group[0]?.labels[`${key}.config_files`],
    workingDir: group[0]?.labels[`${key}.working_dir`],
    containers: group,
  }));
};

const detailsSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Image: z.string(),
    Created: z.string(),
    RestartCount: z.number().default(0),
    State: z.object({
      Status: z.string(),
      ExitCode: z.number(),
      Error: optionalText,
      OOMKilled: z.boolean().default(false),
      StartedAt: optionalText,
      FinishedAt: optionalText,
      Health: z
        .object({
          Status: z.string(),
          FailingStreak: z.number().default(0),
          Log: listOf(z.object({ ExitCode: z.number(), Output: z.string(), End: optionalText })),
        })
        .nullish(),
    }),
    Config: z.object({ Image: z.string(), Tty: z.boolean().default(false), Labels: labelsSchema }),
  })
  .transform((c) => ({
    id: c.Id,
    name: c.Name.replace(/^\//, ''),
    image: c.Config.Image,
    imageId: c.Image,
    createdAt: c.Created,
    restartCount: c.RestartCount,
    hasTty: c.Config.Tty,
    labels: c.Config.Labels,
    state: c.State.Status,
    exitCode: c.State.ExitCode,
    error: c.State.Error,
    isOutOfMemory: c.State.OOMKilled,
    startedAt: c.State.StartedAt,
    finishedAt: c.State.FinishedAt,
    health: c.State.Health && {
      status: c.State.Health.Status,
      failingStreak: c.State.Health.FailingStreak,
      lastOutput: c.State.Health.Log.at(-1)?.Output.slice(0, 2000),
    },
  }));

export type ContainerDetails = z.output<typeof detailsSchema>;

/** One container by id or name, null when it is gone. */
export const inspectContainer = (docker: DockerClient, id: string): Promise<ContainerDetails | null> =>
  docker.find({
    action: 'Looking at a container',
    path: `/containers/${part(id)}/json`,
    schema: detailsSchema,
  });

export interface StopOptions {
  /** How long it may take to end by itself before it is killed; its own setting (10 s) unless said. */
  readonly timeoutSeconds?: number | undefined;
}

const timing = ({ timeoutSeconds }: StopOptions) => ({
  query: { t: timeoutSeconds },
  timeoutMs: (timeoutSeconds ?? 10) * 1000 + stopMarginMs,
});

const post = (docker: DockerClient, action: string, id: string, verb: string, options: StopOptions = {}) =>
  docker.send({ action, method: 'POST', path: `/containers/${part(id)}/${verb}`, ...timing(options) });

/** Starts a container; a running one is left as it is. */
export const startContainer = (docker: DockerClient, id: string): Promise<void> =>
  post(docker, 'Starting a container', id, 'start');

/** Stops a container and waits until it has stopped; a stopped one is left as it is. */
export const stopContainer = (docker: DockerClient, id: string, options: StopOptions = {}): Promise<void> =>
  post(docker, 'Stopping a container', id, 'stop', options);

/** Stops and starts a container. */
export const restartContainer = (
  docker: DockerClient,
  id: string,
  options: StopOptions = {},
): Promise<void> => post(docker, 'Restarting a container', id, 'restart', options);

/** Gives a container another name. */
export const renameContainer = (docker: DockerClient, id: string, name: string): Promise<void> =>
  docker.send({
    action: 'Renaming a container',
    method: 'POST',
    path: `/containers/${part(id)}/rename`,
    query: { name },
  });

/** Removes a container with its anonymous volumes, running or not; one that is gone counts as removed. */
export const removeContainer = (docker: DockerClient, id: string): Promise<void> =>
  docker.send({
    action: 'Removing a container',
    method: 'DELETE',
    path: `/containers/${part(id)}`,
    query: { force: true, v: true },
    accept: [404],
  });
