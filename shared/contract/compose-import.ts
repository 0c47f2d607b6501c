import * as z from 'zod';
import { ComposeSpec } from './compose-spec.ts';
import { ComposeFinding, ComposeProblem } from './composition.ts';
import { Name } from './fields.ts';

/** A compose project that is to become a service. */
export const ImportedProject = z.strictObject({
  name: Name,
  spec: ComposeSpec.refine(
    ({ source, files }) => source === undefined && files.length > 0,
    'must hold its files; one of a repository is created by itself',
  ),
});
export type ImportedProject = z.infer<typeof ImportedProject>;

/** How many projects one import takes at most. */
export const mostProjects = 32;

/** What an import makes, or would make. */
export const ComposeImport = z.object({
  /** Whether anything was made: none of it was where one could not be. */
  isDone: z.boolean(),
  projects: z.array(
    z.object({
      name: z.string(),
      /** Null where nothing was made. */
      serviceId: z.string().nullable(),
      /** The names of its services. */
      parts: z.array(z.string()),
      files: z.array(z.string()),
      /** Why it cannot be made, or would not run. */
      problems: z.array(ComposeProblem),
      warnings: z.array(ComposeProblem),
      /** What asks for root on its server, which has to be accepted before it is deployed. */
      findings: z.array(ComposeFinding.omit({ accepted: true })),
    }),
  ),
});
export type ComposeImport = z.infer<typeof ComposeImport>;
