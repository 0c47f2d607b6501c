import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import { dockerFailure, dockerNonsense } from './failure.ts';
import { noRegistryAuth, type PullOptions, progressSchema, registryAuthHeader } from './images.ts';
import { readJsonLines } from './json-lines.ts';
import { part } from './request.ts';

const action = 'Pushing the image';

const pushSchema = progressSchema.extend({
  aux: z.object({ Digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }).optional(),
});

/**
 * Pushes one image by its name and tag, and answers the digest that pins it in the registry (`sha256:…`). Aborting stops the
 * push; layers that are there stay.
 */
export async function pushImage(
  docker: DockerClient,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  { auth, onProgress, signal, timeoutMs = 120_000 }: Omit<PullOptions, 'platform'> = {},
): Promise<string> {
  const response = await docker.stream({
    action,
    method: 'POST',
    path: `/images/${part(repository)}/push`,
    query: { tag },
    headers: auth ? registryAuthHeader(auth) : noRegistryAuth,
    signal,
    timeoutMs,
  });
  let digest: string | undefined;
  for await (const line of readJsonLines(response, { server: docker.server, action, signal })) {
    const event = pushSchema.parse(line.value);
    if (event.error) throw dockerFailure(docker.server, action, 500, event.error);
    digest = event.aux?.Digest ?? digest;
    const { current, total } = event.progressDetail ?? {};
    onProgress?.({ layer: event.id, status: event.status, current, total });
  }
  if (signal?.aborted) throw new AppError('CANCELLED', { what: action });
  if (digest === undefined) throw dockerNonsense(docker.server, action, new Error('a push without a digest'));
  return digest;
}
