import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { type RegistryLogin, registryAuthHeader } from './images.ts';
import { overNewest } from './over-newest.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema, optionalText } from './schema.ts';
import { type ServiceSpec, swarmSpec } from './service-spec.ts';

/** Where an update stands, as Swarm tells it; `none` when there has been none. */
export const updateStates = [
  'none',
  'updating',
  'paused',
  'completed',
  'rollback_started',
  'rollback_paused',
  'rollback_completed',
] as const;

const rawSchema = z.record(z.string(), z.unknown());

const readable = z.object({
  Name: z.string(),
  Labels: labelsSchema,
  TaskTemplate: z.object({
    ContainerSpec: z.object({ Image: z.string() }).nullish(),
    ForceUpdate: z.number().default(0),
  }),
  Mode: z.object({ Replicated: z.object({ Replicas: z.number().default(0) }).nullish() }),
});

const serviceSchema = z
  .object({
    ID: z.string(),
    Version: z.object({ Index: z.number() }),
    CreatedAt: z.string(),
    UpdatedAt: z.string(),
    Spec: rawSchema,
    PreviousSpec: rawSchema.nullish(),
    UpdateStatus: z
      .object({
        State: z.enum(updateStates).catch('none'),
        Message: z.string().default(''),
        StartedAt: optionalText,
        CompletedAt: optionalText,
      })
      .nullish(),
  })
  .transform((s, context) => {
    const read = readable.safeParse(s.Spec);
    if (!read.success) {
      context.addIssue({ code: 'custom', message: read.error.message });
      return z.NEVER;
    }
    const { Name, Labels, TaskTemplate, Mode } = read.data;
    return {
      id: s.ID,
      version: s.Version.Index,
      name: Name,
      labels: Labels,
      image: TaskTemplate.ContainerSpec?.Image ?? '',
      /** Undefined for a global service. */
      replicas: Mode.Replicated?.Replicas,
      forceUpdate: TaskTemplate.ForceUpdate,
      spec: s.Spec,
      previousSpec: s.PreviousSpec ?? undefined,
      createdAt: s.CreatedAt,
      updatedAt: s.UpdatedAt,
      update: {
        state: s.UpdateStatus?.State ?? 'none',
        message: s.UpdateStatus?.Message ?? '',
        startedAt: s.UpdateStatus?.StartedAt,
        completedAt: s.UpdateStatus?.CompletedAt,
      },
    };
  });

export type SwarmService = z.output<typeof serviceSchema>;

/** The Swarm services of a server, whoever made them. */
export const listServices = (docker: DockerClient, { labels }: ListFilter = {}): Promise<SwarmService[]> =>
  docker.json({
    action: 'Listing services',
    path: '/services',
    query: { filters: filtersOf({ label: labelFilter(labels) }) },
    schema: z.array(serviceSchema),
  });

/** One service by id or name, null when there is none. `update.state` is the truth about an update. */
export const inspectService = (docker: DockerClient, idOrName: string): Promise<SwarmService | null> =>
  docker.find({ action: 'Looking at a service', path: `/services/${part(idOrName)}`, schema: serviceSchema });

export interface ServiceWriteOptions {
  readonly registryAuth?: RegistryLogin | undefined;
}

/** Creates a service; it starts its tasks by itself afterwards. A name in use is CONFLICT. */
export const createService = async (
  docker: DockerClient,
  spec: ServiceSpec,
  { registryAuth }: ServiceWriteOptions = {},
): Promise<{ id: string }> => {
  const { ID } = await docker.json({
    action: 'Creating the service',
    method: 'POST',
    path: '/services/create',
    headers: registryAuthHeader(registryAuth),
    body: swarmSpec(spec),
    schema: z.object({ ID: z.string() }),
  });
  return { id: ID };
};

/** Writes a raw spec, as `SwarmService.spec` has it, over the given version; CONFLICT where it changed since. */
export const writeSpec = (
  docker: DockerClient,
  id: string,
  version: number,
  spec: Record<string, unknown>,
  { registryAuth }: ServiceWriteOptions = {},
): Promise<void> =>
  docker.send({
    action: 'Updating the service',
    method: 'POST',
    path: `/services/${part(id)}/update`,
    query: { version, registryAuthFrom: registryAuth ? undefined : 'spec' },
    headers: registryAuthHeader(registryAuth),
    body: spec,
  });

/** Starts an update to the new spec; watch `inspectService().update` for its end. */
export const updateService = (
  docker: DockerClient,
  id: string,
  version: number,
  spec: ServiceSpec,
  options: ServiceWriteOptions = {},
): Promise<void> => writeSpec(docker, id, version, swarmSpec(spec), options);

/** Goes back to the spec Swarm keeps from before the last update; CONFLICT where the service changed since it was seen. */
export const rollbackService = (
  docker: DockerClient,
  { id, version, spec }: Pick<SwarmService, 'id' | 'version' | 'spec'>,
): Promise<void> =>
  docker.send({
    action: 'Rolling the service back',
    method: 'POST',
    path: `/services/${part(id)}/update`,
    query: { version, rollback: 'previous' },
    body: spec,
  });

const existing = async (docker: DockerClient, id: string): Promise<SwarmService> => {
  const service = await inspectService(docker, id);
  if (!service) throw new AppError('NOT_FOUND', { kind: 'Swarm service', id });
  return service;
};

/** Sets the number of replicas and nothing else. */
export const scaleService = (docker: DockerClient, id: string, replicas: number): Promise<void> =>
  overNewest(async () => {
    const { version, spec } = await existing(docker, id);
    await writeSpec(docker, id, version, { ...spec, Mode: { Replicated: { Replicas: replicas } } });
  });

/** Replaces every task of a service by a new one of the same spec. */
export const restartService = (docker: DockerClient, id: string): Promise<void> =>
  overNewest(async () => {
    const { version, spec, forceUpdate } = await existing(docker, id);
    const template = rawSchema.parse(spec.TaskTemplate);
    const TaskTemplate = { ...template, ForceUpdate: forceUpdate + 1 };
    await writeSpec(docker, id, version, { ...spec, TaskTemplate });
  });

/** Removes a service; its tasks end shortly after. One that is gone counts as removed. */
export const removeService = (docker: DockerClient, id: string): Promise<void> =>
  docker.send({
    action: 'Removing the service',
    method: 'DELETE',
    path: `/services/${part(id)}`,
    accept: [404],
  });
