import * as z from 'zod';
import { caddyImage } from '../model/caddy-image.ts';
import { Argument, ImageReference } from './container-fields.ts';
import { RelativePath } from './inner-path.ts';

/** As Docker, BuildKit and the names of variables have it. */
const BuildName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must begin with a letter or _ and hold only letters, digits and _');

/** A value that the build may show to whoever has its image. */
const BuildArgument = z.strictObject({
  name: BuildName,
  /** Absent: the value of the service's variable of this name, which must not be a secret. */
  value: Argument.optional(),
});

/** As the Dockerfile of the source says; it and its stage are named beside. */
const DockerfileBuilder = z.strictObject({
  type: z.literal('dockerfile'),
  arguments: z.array(BuildArgument).max(64).default([]),
  /** Variables of the service that are there during the build alone, each as the secret of its name (`RUN --mount=type=secret,id=NAME`). */
  secrets: z.array(BuildName).max(32).default([]),
});
export type DockerfileBuilder = z.infer<typeof DockerfileBuilder>;

/** As a pattern or placeholder of Caddy's it would mean something else. */
const PagePath = RelativePath.regex(/^[^*?[\]{}]*$/, 'must be the path of one page, such as 404.html');

/** Serves the directory as it is, by Caddy on port 80. */
const StaticBuilder = z.strictObject({
  type: z.literal('static'),
  /** An image of Caddy 2 with a shell in it; it is built upon. */
  image: ImageReference.default(caddyImage),
  /** Whether each path that is no file answers `index.html`, which finds its way itself. */
  singlePage: z.boolean().default(false),
  /** Shown with status 404, where the directory has it. */
  notFoundPage: PagePath.default('404.html'),
  /** How long browsers keep what is no page without asking again; absent = they always ask. */
  cacheSeconds: z.number().int().min(1).max(31_536_000).optional(),
});
export type StaticBuilder = z.infer<typeof StaticBuilder>;

/** What makes an image of a source. */
export const Builder = z.discriminatedUnion('type', [DockerfileBuilder, StaticBuilder]);
export type Builder = z.infer<typeof Builder>;
