import * as z from 'zod';

/** What somebody takes along. */
export const ejectionInput = {
  /** Secret values too; takes `secret.reveal` where each of them is set, and is audited. */
  secrets: z.boolean().default(false),
  /** The proxy that is to lead the domains to it, with its files. */
  proxy: z.enum(['traefik', 'caddy']).optional(),
};

/** One file of a folder, by its path in it. */
const EjectedFile = z.object({
  path: z.string(),
  text: z.string(),
  /** As chmod(1) takes it, in octal digits. */
  mode: z.string(),
});
export type EjectedFile = z.infer<typeof EjectedFile>;

/** A folder that Docker Compose runs without Quayside. */
export const Ejection = z.object({
  /** What the folder may be called. */
  name: z.string(),
  files: z.array(EjectedFile),
  /** What has to be filled in before it can start, each by its name in the file. */
  missing: z.array(z.object({ file: z.string(), name: z.string() })),
  /** What is worth knowing, in words. */
  notes: z.array(z.string()),
});
export type Ejection = z.infer<typeof Ejection>;
