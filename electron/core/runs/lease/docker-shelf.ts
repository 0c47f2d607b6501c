import { z } from 'zod';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { Claim, Kept, Shelf } from './shelf.ts';

const name = 'quayside-lease';
const prefix = 'quayside.lease';

interface KeptConfig extends Kept {
  readonly id: string;
  readonly version: number;
  readonly data: string;
}

const configSchema = z.object({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  UpdatedAt: z.string(),
  Spec: z.object({ Name: z.string(), Labels: z.record(z.string(), z.string()).nullish(), Data: z.string() }),
});

const inspect = async (docker: DockerClient): Promise<KeptConfig | null> => {
  const config = await docker.find({
    action: 'Reading who deploys to the server',
    path: `/configs/${name}`,
    schema: configSchema,
  });
  if (!config) return null;
  const labels = config.Spec.Labels ?? {};
  return {
    id: config.ID,
    version: config.Version.Index,
    updatedAt: Date.parse(config.UpdatedAt),
    data: config.Spec.Data,
    driver: labels[`${prefix}.driver`] ?? '',
    holder: labels[`${prefix}.holder`] ?? '',
    fence: Number(labels[`${prefix}.fence`]) || 0,
  };
};

const labelsOf = ({ driver, holder, fence }: Claim): Record<string, string> => ({
  [`${prefix}.driver`]: driver,
  [`${prefix}.holder`]: holder,
  [`${prefix}.fence`]: String(fence),
});

const text = 'Held by the Quayside that deploys to this server; its labels say which.';
const data = Buffer.from(text).toString('base64');

const create = async (docker: DockerClient, claim: Claim): Promise<void> => {
  await docker.json({
    action: 'Taking the lease of the server',
    method: 'POST',
    path: '/configs/create',
    body: { Name: name, Labels: labelsOf(claim), Data: data },
    schema: z.object({ ID: z.string() }),
  });
};

/** Compare and set: CONFLICT where somebody wrote since `kept` was read. */
const write = (docker: DockerClient, kept: KeptConfig, claim: Claim): Promise<void> =>
  docker.send({
    action: 'Taking the lease of the server',
    method: 'POST',
    path: `/configs/${kept.id}/update`,
    query: { version: kept.version },
    body: { Name: name, Labels: labelsOf(claim), Data: kept.data },
  });

/** How long ago the server wrote it, by the server's own clock. */
const ageOf = async (docker: DockerClient, kept: KeptConfig): Promise<number> => {
  const { SystemTime } = await docker.json({
    action: "Reading the server's clock",
    path: '/info',
    schema: z.object({ SystemTime: z.string() }),
  });
  return Date.parse(SystemTime) - kept.updatedAt;
};

/** The lease of a server as a Docker config object, whose version makes taking it atomic. */
export const dockerShelf = (docker: DockerClient): Shelf<KeptConfig> => ({
  read: () => inspect(docker),
  put: (kept, claim) => (kept ? write(docker, kept, claim) : create(docker, claim)),
  ageMs: (kept) => ageOf(docker, kept),
});
