import { z } from 'zod';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema } from './schema.ts';

/** Stores a secret in the Swarm; it cannot be read back or changed. A name in use is CONFLICT. */
export const createSecret = async (
  docker: DockerClient,
  secret: {
    readonly name: string;
    readonly data: Uint8Array;
    readonly labels: Readonly<Record<string, string>>;
  },
): Promise<{ id: string }> => {
  const { ID } = await docker.json({
    action: 'Storing a secret',
    method: 'POST',
    path: '/secrets/create',
    body: { Name: secret.name, Labels: secret.labels, Data: Buffer.from(secret.data).toString('base64') },
    schema: z.object({ ID: z.string() }),
  });
  return { id: ID };
};

/** Removes a secret; one that is gone counts as removed. */
export const removeSecret = (docker: DockerClient, id: string): Promise<void> =>
  docker.send({ action: 'Removing a secret', method: 'DELETE', path: `/secrets/${part(id)}`, accept: [404] });

const secretSchema = z
  .object({ ID: z.string(), Spec: z.object({ Name: z.string(), Labels: labelsSchema }) })
  .transform((s) => ({ id: s.ID, name: s.Spec.Name, labels: s.Spec.Labels }));

export type SecretSummary = z.output<typeof secretSchema>;

/** The names of the Swarm's secrets. */
export const listSecrets = (docker: DockerClient, { labels }: ListFilter = {}): Promise<SecretSummary[]> =>
  docker.json({
    action: 'Listing secrets',
    path: '/secrets',
    query: { filters: filtersOf({ label: labelFilter(labels) }) },
    schema: z.array(secretSchema),
  });
