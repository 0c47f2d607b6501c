import * as z from 'zod';
import { Instant, idOf } from './fields.ts';
import { open } from './resource.ts';

/** One piece of long work, running or recently ended: a deployment, one of an environment as a whole, or a set-up. */
export const Activity = z.object({
  /** Its id. */
  id: z.string(),
  kind: z.enum(['deployment', 'environmentDeployment', 'setup']),
  /** The service, environment or server it works on. */
  nodeId: z.string(),
  title: z.string(),
  step: z.string(),
  state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled']),
  reason: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
});
export type Activity = z.infer<typeof Activity>;

export const activityContract = {
  list: open('shows only work on nodes that the caller may see', {
    summary: 'List running work and what ended within the last day',
    effect: 'read',
    path: 'organizations/{organizationId}/activity',
    input: { organizationId: idOf('organization') },
    output: z.array(Activity),
  }),
};
