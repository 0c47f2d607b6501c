import * as z from 'zod';
import { Mount } from './mount.ts';

const noNul = (text: string) => !text.includes('\0');
const argument = z.string().max(4_096).refine(noNul, 'must not hold NUL');

/** A reference such as `ghcr.io/acme/web:1.2` or `name@sha256:…`. Source: distribution's reference grammar. */
export const ImageReference = z
  .string()
  .max(512)
  .regex(
    /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'must be an image reference such as nginx:1.27 or ghcr.io/acme/web@sha256:…',
  );

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

/** A relative path inside a repository; it cannot leave it. */
export const RelativePath = z
  .string()
  .max(512)
  .refine(
    (path) => path === '' || (/^[^\s/\\-][^\\\p{Cc}]*$/u.test(path) && !path.split('/').includes('..')),
    'must be a path inside the repository, such as apps/web',
  );

export const ServiceSource = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), image: ImageReference }),
  z.strictObject({
    type: z.literal('git'),
    url: GitUrl,
    ref: GitRef,
    /** Build context inside the repository; `''` is its root. */
    directory: RelativePath.default(''),
    /** Relative to the directory. */
    dockerfile: RelativePath.default('Dockerfile'),
    /** Build stage, the last one where absent. */
    target: z
      .string()
      .regex(/^[a-zA-Z0-9][\w.-]{0,127}$/, 'must be the name of a build stage')
      .optional(),
    submodules: z.boolean().default(false),
  }),
]);
export type ServiceSource = z.infer<typeof ServiceSource>;

const Port = z.number().int().min(1).max(65_535);

export const PublishedPort = z.strictObject({
  containerPort: Port,
  /** Held on the server itself; absent = reachable inside the environment only. */
  hostPort: Port.optional(),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});

/** A command that is run in the container and exits 0 when it is healthy. Durations in seconds. */
export const HealthCheck = z.strictObject({
  command: z.array(argument).min(1).max(64),
  intervalSeconds: z.number().int().min(1).max(3_600).default(10),
  timeoutSeconds: z.number().int().min(1).max(600).default(5),
  retries: z.number().int().min(1).max(100).default(3),
  startPeriodSeconds: z.number().int().min(0).max(3_600).default(10),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** Everything that decides how an application runs, variables aside. */
export const ServiceSpec = z.strictObject({
  source: ServiceSource,
  replicas: z.number().int().min(0).max(100).default(1),
  /** Replaces the image's command; an argument vector, never a shell line. */
  command: z.array(argument).max(64).default([]),
  ports: z.array(PublishedPort).max(32).default([]),
  healthCheck: HealthCheck.optional(),
  limits: z
    .strictObject({
      memoryMiB: z.number().int().min(6).max(4_194_304).optional(),
      cpus: z.number().min(0.01).max(512).optional(),
    })
    .default({}),
  mounts: z.array(Mount).max(32).default([]),
  /**
   * Absent: the new version starts first, unless both would hold a port of the server or write to the same place.
   */
  updateOrder: z.enum(['start-first', 'stop-first']).optional(),
  /** How long new tasks have to stay healthy before the deployment counts as a success. */
  soakSeconds: z.number().int().min(0).max(600).default(5),
});
export type ServiceSpec = z.infer<typeof ServiceSpec>;
