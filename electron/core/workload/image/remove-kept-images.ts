import type { DockerClient } from '../../remote/docker/client.ts';
import { listImages, removeImage } from '../../remote/docker/images.ts';
import { keptRepositoryOf } from './kept-name.ts';

/** Takes away every name of ours that an image of a service has, but for one that is said, and with its last name the image. */
export async function removeKeptImages(
  docker: DockerClient,
  serviceId: string,
  { but }: { readonly but?: string } = {},
): Promise<void> {
  const repository = keptRepositoryOf(serviceId);
  const images = await listImages(docker, { reference: `${repository}:*` });
  for (const tag of images.flatMap(({ tags }) => tags)) {
    if (tag !== but && tag.startsWith(`${repository}:`)) await removeImage(docker, tag);
  }
}
