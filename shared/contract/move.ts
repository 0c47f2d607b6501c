import * as z from 'zod';
import { idOf } from './fields.ts';

/** Where a service is, or is to be. */
export const MovePlace = z.object({
  environmentId: z.string(),
  /** Project and environment, as the tree has them. */
  environment: z.string(),
  serverId: z.string().nullable(),
  /** Null where there is none, or where the caller may not see it. */
  server: z.string().nullable(),
  /** The name by which the services of the environment reach it, and the network in which they do. */
  alias: z.string(),
  network: z.string(),
});
export type MovePlace = z.infer<typeof MovePlace>;

/** Where the names of a domain lead now, asked of this machine's name servers. */
export const MovedDomain = z.object({
  host: z.string(),
  found: z.array(z.string()),
  leadsTo: z.enum(['here', 'there', 'elsewhere', 'nowhere']),
  /** The record that leads to the new server; null where there is one already. */
  record: z.object({ type: z.enum(['A', 'AAAA', 'CNAME']), name: z.string(), value: z.string() }).nullable(),
});
export type MovedDomain = z.infer<typeof MovedDomain>;

/** What moving a service would do, and what stands in its way. */
export const MovePlan = z.object({
  /** `move`: it runs, and is started there before it ends here; `assign`: nothing of it runs. */
  how: z.enum(['move', 'assign']),
  from: MovePlace,
  to: MovePlace,
  /** Names of the variables that differ there, as far as the caller may read them in both places. */
  variables: z.object({
    gained: z.array(z.string()),
    lost: z.array(z.string()),
    changed: z.array(z.string()),
    /** Whether others differ, whose names the caller may not read. */
    hasOthers: z.boolean(),
  }),
  /** Empty where the server stays: nothing changes for them. */
  domains: z.array(MovedDomain),
  /** The volumes whose data stays on the old server. */
  volumesLeft: z.array(z.string()),
  /** What will be done, in order, in words. */
  steps: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Refusals, each with the way; with any of these it does not move. */
  blockers: z.array(z.string()),
});
export type MovePlan = z.infer<typeof MovePlan>;

/** Where to; its own server where none is said. */
export const moveInput = {
  environmentId: idOf('environment', 'service.create'),
  serverId: idOf('server', 'server.read').optional(),
};
