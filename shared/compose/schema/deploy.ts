import * as z from 'zod';
import { amount, anything, duration, size, text, textMap, texts } from './values.ts';

const resources = z.strictObject({
  cpus: z.union([amount, text]).optional(),
  memory: size.optional(),
  pids: amount.optional(),
  devices: z.array(anything).optional(),
  generic_resources: z.array(anything).optional(),
});

const change = z.strictObject({
  parallelism: amount.optional(),
  delay: duration.optional(),
  failure_action: text.optional(),
  monitor: duration.optional(),
  max_failure_ratio: amount.optional(),
  order: z.enum(['start-first', 'stop-first'], { error: 'must be start-first or stop-first' }).optional(),
});

/** How a service is spread and limited. Source: Compose Deploy Specification. */
export const deploy = z.strictObject({
  mode: text.optional(),
  endpoint_mode: text.optional(),
  replicas: amount.optional(),
  labels: textMap.optional(),
  rollback_config: change.optional(),
  update_config: change.optional(),
  resources: z.strictObject({ limits: resources.optional(), reservations: resources.optional() }).optional(),
  restart_policy: z
    .strictObject({
      condition: text.optional(),
      delay: duration.optional(),
      max_attempts: amount.optional(),
      window: duration.optional(),
    })
    .optional(),
  placement: z
    .strictObject({
      constraints: texts.optional(),
      preferences: z.array(z.strictObject({ spread: text.optional() })).optional(),
      max_replicas_per_node: amount.optional(),
    })
    .optional(),
});
