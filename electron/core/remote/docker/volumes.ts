import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { labelsSchema } from './schema.ts';

const volumeSchema = z
  .object({ Name: z.string(), Driver: z.string(), Mountpoint: z.string().default(''), Labels: labelsSchema })
  .transform((v) => ({ name: v.Name, driver: v.Driver, mountpoint: v.Mountpoint, labels: v.Labels }));

type Volume = z.output<typeof volumeSchema>;

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
