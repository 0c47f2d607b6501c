import * as z from 'zod';
import { Builder } from './builder.ts';
import {
  Argument,
  DrainSeconds,
  HealthCheck,
  ImageReference,
  ImageRepository,
  Limits,
  PublishedPort,
  SoakSeconds,
} from './container-fields.ts';
import { nameOf } from './fields.ts';
import { RelativePath } from './inner-path.ts';
import { Mount } from './mount.ts';

/** `https://host/path` (no credentials in it), `ssh://user@host[:port]/path` or `user@host:path`. */
export const GitUrl = z
  .string()
  .max(1_024)
  .regex(
    /^(?:https:\/\/[a-zA-Z0-9.[\]:-]+\/[^\s@?#-][^\s?#]*|ssh:\/\/[a-zA-Z0-9._][\w.-]*@[a-zA-Z0-9.[\]:-]+\/[^\s?#]+|[a-zA-Z0-9._][\w.-]*@[a-zA-Z0-9][a-zA-Z0-9.-]*:[^\s-][^\s]*)$/,
    'must be an https:// or SSH address of a git repository, without a password in it',
  );

/** Narrower than git-check-ref-format(1), which allows quotes and `$(…)`: letters, digits, `._/+#@=-`. */
const refName = z
  .string()
  .min(1)
  .max(255)
  .regex(
    /^(?![-/.])(?!.*(?:\.\.|@\{|\/\/|\.lock$|[/.]$))[\p{L}\p{N}._/+#@=-]+$/u,
    'must be the name of a branch or tag',
  );

/** Which commit to take. */
export const GitRef = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('branch'), name: refName }),
  z.strictObject({ type: z.literal('tag'), name: refName }),
  z.strictObject({
    type: z.literal('commit'),
    hash: z.string().regex(/^[0-9a-f]{7,40}$/, 'must be a commit hash'),
  }),
]);
export type GitRef = z.infer<typeof GitRef>;

/** What of a source is built, and how. */
const buildFields = {
  /** What is built, inside the source; `''` is its root. */
  directory: RelativePath.default(''),
  /** Relative to the directory; as the target it counts where a Dockerfile builds it. */
  dockerfile: RelativePath.default('Dockerfile'),
  /** Build stage, the last one where absent. */
  target: z
    .string()
    .regex(/^[a-zA-Z0-9][\w.-]{0,127}$/, 'must be the name of a build stage')
    .optional(),
  /** Absent: by its Dockerfile, with neither arguments nor secrets. */
  builder: Builder.optional(),
  /**
   * Where it is built, and from where its image is sent to the server that it runs on; absent: on that one. It takes
   * `server.read` there to choose it.
   */
  buildServerId: nameOf('server').optional(),
  /**
   * Where what is built goes in a registry, from where the server that it runs on takes it; absent: it goes to that directly.
   * It takes `registry.read` to choose one that the organization has an account of.
   */
  pushTo: ImageRepository.optional(),
};

export const ServiceSource = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), image: ImageReference }),
  z.strictObject({
    type: z.literal('git'),
    url: GitUrl,
    ref: GitRef,
    ...buildFields,
    submodules: z.boolean().default(false),
  }),
  /** A folder of somebody's own machine, which is sent before each deployment that is to have another one. */
  z.strictObject({ type: z.literal('folder'), ...buildFields }),
]);
export type ServiceSource = z.infer<typeof ServiceSource>;

/** Everything that decides how an application runs, variables aside. */
export const ApplicationSpec = z.strictObject({
  /** What names no type is an application: so does what was stored before there were others. */
  type: z.literal('application').optional().default('application'),
  source: ServiceSource,
  replicas: z.number().int().min(0).max(100).default(1),
  /** Replaces the image's command; an argument vector, never a shell line. */
  command: z.array(Argument).max(64).default([]),
  ports: z.array(PublishedPort).max(32).default([]),
  healthCheck: HealthCheck.optional(),
  limits: Limits.default({}),
  mounts: z.array(Mount).max(32).default([]),
  /**
   * Absent: the new version starts first, unless both would hold a port of the server or write to the same place.
   */
  updateOrder: z.enum(['start-first', 'stop-first']).optional(),
  soakSeconds: SoakSeconds.default(5),
  drainSeconds: DrainSeconds.default(60),
});
export type ApplicationSpec = z.infer<typeof ApplicationSpec>;
