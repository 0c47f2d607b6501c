import type { DockerClient } from '../../remote/docker/client.ts';
import type { ServiceWriteOptions } from '../../remote/docker/services.ts';
import { dockerInfo } from '../../remote/docker/system.ts';
import type { Desired } from '../desired/desired.ts';

/**
 * What a Swarm is given to pull an image by. It keeps a sign-in as long as the service is there, so only one whose other
 * nodes have to pull gets it; the server itself has the image already.
 */
export async function loginForNodes(
  docker: DockerClient,
  { login }: Pick<Desired, 'login'>,
): Promise<ServiceWriteOptions> {
  if (!login) return {};
  const { swarm } = await dockerInfo(docker);
  return swarm.nodes > 1 ? { registryAuth: login } : {};
}
