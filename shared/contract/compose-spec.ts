import * as z from 'zod';
import { GitRef, GitUrl } from './application-spec.ts';
import { DrainSeconds, SoakSeconds } from './container-fields.ts';
import { isWhole } from './fields.ts';
import { RelativePath } from './inner-path.ts';

const Path = RelativePath.refine((path) => path !== '' && !path.endsWith('/'), 'must name a file');

/** A file of a compose project, as its author wrote it. */
export const ComposeFile = z.strictObject({
  path: Path,
  text: z
    .string()
    .max(1_048_576)
    .refine((text) => !text.includes('\0'), 'must not hold NUL')
    .refine(...isWhole),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/** The repository that a compose project is read from, at each deployment anew. */
export const ComposeRepository = z.strictObject({
  type: z.literal('git'),
  url: GitUrl,
  ref: GitRef,
  /** Its `.env`, from the root of the repository; beside the first compose file where absent. */
  envFile: Path.optional(),
});
export type ComposeRepository = z.infer<typeof ComposeRepository>;

/** A compose project; everything that runs is said by its files. */
export const ComposeSpec = z.strictObject({
  type: z.literal('compose'),
  /** Absent: the files below are the whole project. */
  source: ComposeRepository.optional(),
  /** Compose files, `.env`, and whatever those name; each by its path in the project's folder. None with a repository. */
  files: z.array(ComposeFile).max(64).default([]),
  /** Which are compose files, each laid over the one before; of a repository, by their paths from its root. */
  composeFiles: z.array(Path).min(1).max(16).default(['compose.yaml']),
  profiles: z
    .array(z.string().regex(/^[a-zA-Z0-9*][a-zA-Z0-9_.-]{0,63}$/, 'must be the name of a profile'))
    .max(32)
    .default([]),
  /** `stack`: Docker Swarm runs it, by `docker stack deploy`; absent: Docker Compose does. */
  runAs: z.enum(['compose', 'stack']).optional(),
  /** How long everything has to stay well before a deployment counts as a success. */
  soakSeconds: SoakSeconds.default(5),
  /** How long open requests to what a domain leads to are waited for, before its old containers end. */
  drainSeconds: DrainSeconds.default(60),
});
export type ComposeSpec = z.infer<typeof ComposeSpec>;
