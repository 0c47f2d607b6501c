import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import type { ListFilter } from './containers.ts';
import { dockerFailure } from './failure.ts';
import { readJsonLines } from './json-lines.ts';
import { part } from './request.ts';
import { filtersOf, labelFilter, labelsSchema, listOf, optionalText } from './schema.ts';

const summarySchema = z
  .object({
    Id: z.string(),
    RepoTags: listOf(z.string()),
    RepoDigests: listOf(z.string()),
    Created: z.number(),
    Size: z.number(),
    Labels: labelsSchema,
  })
  .transform((i) => ({
    id: i.Id,
    tags: i.RepoTags,
    digests: i.RepoDigests,
    createdAt: new Date(i.Created * 1000).toISOString(),
    size: i.Size,
    labels: i.Labels,
  }));

export type ImageSummary = z.output<typeof summarySchema>;

/** The images on a server; `reference` is a pattern such as `quayside/*`. */
export const listImages = (
  docker: DockerClient,
  { reference, labels }: ListFilter & { reference?: string | undefined } = {},
): Promise<ImageSummary[]> =>
  docker.json({
    action: 'Listing images',
    path: '/images/json',
    query: { filters: filtersOf({ reference: reference ? [reference] : [], label: labelFilter(labels) }) },
    schema: z.array(summarySchema),
  });

const detailsSchema = z
  .object({
    Id: z.string(),
    RepoTags: listOf(z.string()),
    RepoDigests: listOf(z.string()),
    Size: z.number(),
    Architecture: z.string(),
    Os: z.string(),
    Config: z
      .object({
        Labels: labelsSchema,
        ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
        Cmd: listOf(z.string()),
        Entrypoint: listOf(z.string()),
        User: optionalText,
        Healthcheck: z.object({ Test: listOf(z.string()) }).nullish(),
      })
      .nullish(),
  })
  .transform((i) => ({
    id: i.Id,
    tags: i.RepoTags,
    digests: i.RepoDigests,
    size: i.Size,
    architecture: i.Architecture,
    os: i.Os,
    labels: i.Config?.Labels ?? {},
    exposedPorts: Object.keys(i.Config?.ExposedPorts ?? {}),
    command: i.Config?.Cmd ?? [],
    entrypoint: i.Config?.Entrypoint ?? [],
    user: i.Config?.User,
    hasHealthCheck:
      (i.Config?.Healthcheck?.Test.length ?? 0) > 0 && i.Config?.Healthcheck?.Test[0] !== 'NONE',
  }));

export type ImageDetails = z.output<typeof detailsSchema>;

/** One image by reference or id, null when the server does not have it. */
export const inspectImage = (docker: DockerClient, reference: string): Promise<ImageDetails | null> =>
  docker.find({
    action: 'Looking at an image',
    path: `/images/${part(reference)}/json`,
    schema: detailsSchema,
  });

/** Gives an image a further name. */
export const tagImage = (docker: DockerClient, source: string, repo: string, tag: string): Promise<void> =>
  docker.send({
    action: 'Naming an image',
    method: 'POST',
    path: `/images/${part(source)}/tag`,
    query: { repo, tag },
  });

/** Removes a name of an image, and the image with its last one; one that is gone counts as removed. */
export const removeImage = (docker: DockerClient, reference: string): Promise<void> =>
  docker.send({
    action: 'Removing an image',
    method: 'DELETE',
    path: `/images/${part(reference)}`,
    accept: [404],
    timeoutMs: 120_000,
  });

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
  /** The registry's host, as in the image's name. */
  readonly server: string;
}

/** The header by which Docker gets a registry's credentials; none without a login. */
export const registryAuthHeader = (login: RegistryLogin | undefined): Record<string, string> => {
  if (!login) return {};
  const { username, password, server } = login;
  return headerOf({ username, password, serveraddress: server });
};

/** The same that says nothing: a push is refused without the header. */
export const noRegistryAuth = headerOf({});

/**
 * Padded, which Node's `base64url` is not: Docker before 28 takes what is not padded for no credentials at all, and says so to
 * nobody. Source: DecodeAuthConfig of moby's api/types/registry.
 */
function headerOf(credentials: object): Record<string, string> {
  const text = Buffer.from(JSON.stringify(credentials)).toString('base64');
  return { 'x-registry-auth': text.replaceAll('+', '-').replaceAll('/', '_') };
}

export interface PullProgress {
  readonly layer: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
}

export interface PullOptions {
  /** As in `linux/arm64`; the server's own unless said. */
  readonly platform?: string | undefined;
  readonly auth?: RegistryLogin | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Until the registry's first answer; the transfer itself may take as long as it moves. */
  readonly timeoutMs?: number | undefined;
}

/** One line of what Docker tells of a transfer. */
export const progressSchema = z.object({
  id: z.string().optional(),
  status: z.string().default(''),
  error: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
});

/** With neither tag nor digest Docker would pull every tag there is. */
const withTag = (reference: string): string =>
  /[:@]/.test(reference.slice(reference.lastIndexOf('/') + 1)) ? reference : `${reference}:latest`;

const action = 'Pulling the image';

/**
 * Pulls one image and tells its id and, where the registry gives one, the digest that pins it
 * (`repository@sha256:…`). Aborting stops the pull; layers that are there stay.
 */
export const pullImage = async (
  docker: DockerClient,
  reference: string,
  { platform, auth, onProgress, signal, timeoutMs = 120_000 }: PullOptions = {},
): Promise<{ id: string; digest: string | undefined }> => {
  const response = await docker.stream({
    action,
    method: 'POST',
    path: '/images/create',
    query: { fromImage: withTag(reference), platform },
    headers: registryAuthHeader(auth),
    signal,
    timeoutMs,
  });
  for await (const line of readJsonLines(response, { server: docker.server, action, signal })) {
    const event = progressSchema.parse(line.value);
    if (event.error) throw dockerFailure(docker.server, action, 500, event.error);
    const { current, total } = event.progressDetail ?? {};
    onProgress?.({ layer: event.id, status: event.status, current, total });
  }
  if (signal?.aborted) throw new AppError('CANCELLED', { what: action });
  const image = await inspectImage(docker, withTag(reference));
  if (!image) throw dockerFailure(docker.server, action, 404, 'The image is not there after the pull.');
  return { id: image.id, digest: digestOf(reference, image.digests) };
};

const digestOf = (reference: string, digests: readonly string[]): string | undefined => {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return digests.find((d) => d.startsWith(`${repository}@`)) ?? digests[0];
};
