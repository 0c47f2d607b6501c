import * as z from 'zod';
import { anyIdOf, Instant } from './fields.ts';
import { resource, streamOf } from './resource.ts';

/** What a service or a server uses now, or last used where it can't be asked any more. */
export const Figure = z.object({
  nodeId: z.string(),
  /** `shop/production/web`, or the name of a server. */
  path: z.string(),
  /** When it was measured. */
  at: Instant,
  /** Of a service 100 is one core; of a server it is all that it has. */
  cpuPercent: z.number(),
  memoryBytes: z.number(),
  /** What a server has; null for a service. */
  memoryTotalBytes: z.number().nullable(),
  /** The worst of a service's replicas; null where no health check is there to say. */
  health: z.enum(['starting', 'healthy', 'unhealthy']).nullable(),
  /** Why it is not what is used now, in words; null for what is. */
  staleBecause: z.string().nullable(),
});
export type Figure = z.infer<typeof Figure>;

/** The figures that are new or others since the batch before, and the nodes that have none any more. */
export const FigureBatch = z.object({ figures: z.array(Figure), gone: z.array(z.string()) });
export type FigureBatch = z.infer<typeof FigureBatch>;

const monitoring = resource('monitoring', { parent: 'organization' });

export const monitoringContract = {
  follow: monitoring.under('read', {
    summary:
      'Follow CPU, memory and health of the services and servers of an organization, or of a place in it',
    effect: 'stream',
    filtered: true,
    path: '/organizations/{organizationId}/figures',
    input: {
      /** The services at and below it; of a server itself and what runs there. */
      nodeId: anyIdOf(['project', 'environment', 'service', 'server']).optional(),
      /** Off, it ends after one reading of everything. */
      follow: z.stringbool().or(z.boolean()).default(true),
    },
    output: streamOf(FigureBatch),
  }),
};
