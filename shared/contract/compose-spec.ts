import * as z from 'zod';
import { RelativePath } from './application-spec.ts';

const Path = RelativePath.refine((path) => path !== '' && !path.endsWith('/'), 'must name a file');

/** A file of a compose project, as its author wrote it. */
export const ComposeFile = z.strictObject({
  path: Path,
  text: z
    .string()
    .max(1_048_576)
    .refine((text) => !text.includes('\0'), 'must not hold NUL'),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/** A compose project; everything that runs is said by its files. */
export const ComposeSpec = z.strictObject({
  type: z.literal('compose'),
  /** Compose files, `.env`, and whatever those name; each by its path in the project's folder. */
  files: z.array(ComposeFile).min(1).max(64),
  /** Which of them are compose files, each laid over the one before. */
  composeFiles: z.array(Path).min(1).max(16).default(['compose.yaml']),
  profiles: z
    .array(z.string().regex(/^[a-zA-Z0-9*][a-zA-Z0-9_.-]{0,63}$/, 'must be the name of a profile'))
    .max(32)
    .default([]),
  /** How long everything has to stay well before a deployment counts as a success. */
  soakSeconds: z.number().int().min(0).max(600).default(5),
});
export type ComposeSpec = z.infer<typeof ComposeSpec>;
