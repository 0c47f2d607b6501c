import { z } from 'zod';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { filtersOf, labelFilter, labelsSchema, optionalText } from './schema.ts';

const taskSchema = z
  .object({
    ID: z.string(),
    Version: z.object({ Index: z.number() }),
    CreatedAt: z.string(),
    UpdatedAt: z.string(),
    ServiceID: z.string().default(''),
    Slot: z.number().default(0),
    NodeID: optionalText,
    DesiredState: z.string(),
    NetworksAttachments: z.array(z.object({ Addresses: z.array(z.string()).nullish() })).nullish(),
    Labels: labelsSchema,
    Spec: z.object({
      ContainerSpec: z.object({ Image: z.string(), Labels: labelsSchema }).nullish(),
      ForceUpdate: z.number().default(0),
    }),
    Status: z.object({
      Timestamp: z.string(),
      State: z.string(),
      Message: z.string().default(''),
      Err: optionalText,
      ContainerStatus: z.object({ ContainerID: optionalText, ExitCode: z.number().nullish() }).nullish(),
    }),
  })
  .transform((t) => ({
    id: t.ID,
    serviceId: t.ServiceID,
    slot: t.Slot,
    nodeId: t.NodeID,
    image: t.Spec.ContainerSpec?.Image ?? '',
    containerLabels: t.Spec.ContainerSpec?.Labels ?? {},
    forceUpdate: t.Spec.ForceUpdate,
    /** new, pending, assigned, preparing, starting, running, complete, failed, rejected, shutdown, orphaned … */
    state: t.Status.State,
    desiredState: t.DesiredState,
    message: t.Status.Message,
    error: t.Status.Err,
    containerId: t.Status.ContainerStatus?.ContainerID,
    /** In its networks, without the length of their prefix. */
    addresses: (t.NetworksAttachments ?? []).flatMap(({ Addresses }) =>
      (Addresses ?? []).map((address) => address.replace(/\/\d+$/, '')),
    ),
    exitCode: t.Status.ContainerStatus?.ExitCode ?? undefined,
    createdAt: t.CreatedAt,
    stateAt: t.Status.Timestamp,
  }));

export type SwarmTask = z.output<typeof taskSchema>;

export interface TaskFilter extends ListFilter {
  /** A service's id or name. */
  readonly service?: string | undefined;
  readonly desiredState?: 'running' | 'shutdown' | 'accepted' | undefined;
}

/** The tasks of a server's Swarm, old ones of each slot included, newest first. */
export const listTasks = async (docker: DockerClient, filter: TaskFilter = {}): Promise<SwarmTask[]> => {
  const { service, desiredState, labels } = filter;
  const filters = filtersOf({
    service: service ? [service] : [],
    'desired-state': desiredState ? [desiredState] : [],
    label: labelFilter(labels),
  });
  const tasks = await docker.json({
    action: 'Listing tasks',
    path: '/tasks',
    query: { filters },
    schema: z.array(taskSchema),
  });
  return tasks.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
};
