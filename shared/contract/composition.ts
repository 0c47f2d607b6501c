import * as z from 'zod';
import { Instant } from './fields.ts';

/** What is wrong at a place of a compose file. */
export const ComposeProblem = z.object({
  file: z.string(),
  line: z.number().int(),
  /** As in `services.web.ports.0`; empty for the whole file. */
  path: z.string(),
  message: z.string(),
});

/** One thing that is root on the server, or reaches what belongs to others. */
export const ComposeFinding = z.object({
  /** The same for as long as the same part asks for the same thing. */
  id: z.string(),
  rule: z.string(),
  file: z.string(),
  line: z.number().int(),
  path: z.string(),
  what: z.string(),
  /** Who allowed it for this service on its server, and why. */
  accepted: z.object({ reason: z.string(), by: z.string(), at: Instant }).nullable(),
});
export type ComposeFinding = z.infer<typeof ComposeFinding>;

/** A compose project as it would run. */
export const Composition = z.object({
  problems: z.array(ComposeProblem),
  /** What Compose only warns of, such as a variable that nobody sets. */
  warnings: z.array(ComposeProblem),
  findings: z.array(ComposeFinding),
  /** The names of its services. */
  parts: z.array(z.string()),
  /** The commit that it was read at; null where it is no repository's. */
  commit: z.string().nullable(),
  /** The final file, after variables, `extends`, `include` and merging; empty where there are problems. */
  text: z.string(),
});
export type Composition = z.infer<typeof Composition>;
