import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { dockerInfo } from './system.ts';

export interface SwarmOptions {
  /** An address of this server that other nodes could reach. */
  readonly advertiseAddress: string;
  readonly listenAddress?: string | undefined;
}

/** Makes this server a Swarm of one node, or leaves the Swarm it is in as it is. */
export const ensureSwarm = async (
  docker: DockerClient,
  { advertiseAddress, listenAddress = '0.0.0.0:2377' }: SwarmOptions,
): Promise<{ created: boolean }> => {
  const { swarm } = await dockerInfo(docker);
  if (swarm.state === 'active') return { created: false };
  await docker.json({
    action: 'Starting the Swarm',
    method: 'POST',
    path: '/swarm/init',
    body: { ListenAddr: listenAddress, AdvertiseAddr: advertiseAddress },
    schema: z.string(),
  });
  return { created: true };
};
