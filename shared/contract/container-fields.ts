import * as z from 'zod';
import { isWhole } from './fields.ts';

/** One argument of a command; never a shell line. */
export const Argument = z
  .string()
  .max(4_096)
  .refine((text) => !text.includes('\0'), 'must not hold NUL')
  .refine(...isWhole);

/** A reference such as `ghcr.io/acme/web:1.2` or `name@sha256:…`. Source: distribution's reference grammar. */
export const ImageReference = z
  .string()
  .max(512)
  .regex(
    /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'must be an image reference such as nginx:1.27 or ghcr.io/acme/web@sha256:…',
  );

/** The name of an image in a registry, whatever its tag. */
export const ImageRepository = ImageReference.refine(
  (name) => !/[:@]/.test(name.slice(name.lastIndexOf('/') + 1)),
  'must have neither tag nor digest, as in ghcr.io/acme/web: each deployment gives its own',
);

/** A port of TCP or UDP. */
export const Port = z.number().int().min(1).max(65_535);

/** A port that something listens on in the container. */
export const PublishedPort = z.strictObject({
  containerPort: Port,
  /** Held on the server itself; absent = reachable inside the environment only. */
  hostPort: Port.optional(),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});
export type PublishedPort = z.infer<typeof PublishedPort>;

/** A command that is run in the container and exits 0 when it is healthy. Durations in seconds. */
export const HealthCheck = z.strictObject({
  command: z.array(Argument).min(1).max(64),
  intervalSeconds: z.number().int().min(1).max(3_600).default(10),
  timeoutSeconds: z.number().int().min(1).max(600).default(5),
  retries: z.number().int().min(1).max(100).default(3),
  startPeriodSeconds: z.number().int().min(0).max(3_600).default(10),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** What a container may use at most; no limit where absent. */
export const Limits = z.strictObject({
  memoryMiB: z.number().int().min(6).max(4_194_304).optional(),
  cpus: z.number().min(0.01).max(512).optional(),
});
export type Limits = z.infer<typeof Limits>;

/**
 * How long requests that began with the old version may take, once visitors are led to the new one; then they are cut
 * off.
 */
export const DrainSeconds = z.number().int().min(0).max(3_600);

/** How long new tasks have to stay healthy before the deployment counts as a success. */
export const SoakSeconds = z.number().int().min(0).max(600);
