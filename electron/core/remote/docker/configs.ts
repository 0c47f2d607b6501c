import { z } from 'zod';
import { isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema } from './schema.ts';

const configSchema = z
  .object({
    ID: z.string(),
    Spec: z.object({ Name: z.string(), Labels: labelsSchema, Data: z.string().nullish() }),
  })
  .transform(({ ID, Spec }) => ({
    id: ID,
    name: Spec.Name,
    labels: Spec.Labels,
    text: Buffer.from(Spec.Data ?? '', 'base64').toString('utf8'),
  }));

export type SwarmConfig = z.output<typeof configSchema>;

/** Keeps a text in the Swarm, which cannot be changed. CONFLICT where the name is in use: only one of two gets it. */
export const createConfig = (
  docker: DockerClient,
  config: {
    readonly name: string;
    readonly text: string;
    readonly labels: Readonly<Record<string, string>>;
  },
): Promise<{ readonly ID: string }> =>
  docker.json({
    action: 'Writing on the server whose a thing is',
    method: 'POST',
    path: '/configs/create',
    body: { Name: config.name, Labels: config.labels, Data: Buffer.from(config.text).toString('base64') },
    schema: z.object({ ID: z.string() }),
  });

/** Removes one by id or name; one that is gone counts as removed. */
export const removeConfig = (docker: DockerClient, id: string): Promise<void> =>
  docker.send({
    action: 'Removing a mark from the server',
    method: 'DELETE',
    path: `/configs/${part(id)}`,
    accept: [404],
  });

/** The Swarm's configs that bear labels; none where the server is no manager of a Swarm, which Docker answers as 503. */
export async function listConfigs(docker: DockerClient, { labels }: ListFilter): Promise<SwarmConfig[]> {
  try {
    return await docker.json({
      action: 'Reading whose things are',
      path: '/configs',
      query: { filters: filtersOf({ label: labelFilter(labels) }) },
      schema: z.array(configSchema),
    });
  } catch (error) {
    const status = (isAppError(error, 'REMOTE_FAILED') && (error.cause as { status?: number })?.status) || 0;
    if (status === 503) return [];
    throw error;
  }
}
