import * as z from 'zod';
import { serviceTypeNames } from '#shared/model/service-types.ts';
import type { Leftover } from '../runtime/runtime.ts';

/** What an orphan keeps of its service; those without a type are from when there was but one. */
const StoredLeftover = z.object({
  type: z.enum(serviceTypeNames).default('application'),
  serviceId: z.string(),
  environmentId: z.string(),
  network: z.string(),
  volumes: z.array(z.string()).default([]),
  /** It was built there and ran elsewhere: its images are all that there is. */
  isBuiltOnly: z.boolean().optional(),
});
export type StoredLeftover = z.infer<typeof StoredLeftover> & Leftover;

/** Reads the column `what` of an orphan. */
export function parseLeftover(text: string): StoredLeftover {
  return StoredLeftover.parse(JSON.parse(text));
}
