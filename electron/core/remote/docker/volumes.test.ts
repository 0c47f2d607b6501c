import { expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from './client.ts';
import { listVolumes, volumesOfSwarm } from './volumes.ts';

/** Answers whatever is asked. */
const answering = (answer: unknown): DockerClient =>
  ({ json: ({ schema }: Parameters<DockerClient['json']>[0]) => schema.parseAsync(answer) }) as DockerClient;

it.each([
  [{ Driver: 'local', Options: null }, false],
  [{ Driver: 'local' }, false],
  [{ Driver: 'local', Options: { size: '10G' } }, false],
  [{ Driver: 'local', Options: { type: 'none', o: 'bind', device: '/srv/media' } }, true],
  [{ Driver: 'local', Options: { type: 'nfs', o: 'addr=10.0.0.1,rw', device: ':/export' } }, true],
  [{ Driver: 'local', Options: { device: '/dev/sdb1', type: 'ext4' } }, true],
  [{ Driver: 'vieux/sshfs', Options: {} }, true],
])('a volume %j leads elsewhere: %s', async (told, leadsElsewhere) => {
  const Volumes = [{ Name: 'shop_media', Labels: null, ...told }];
  expect(await listVolumes(answering({ Volumes }))).toMatchObject([{ name: 'shop_media', leadsElsewhere }]);
});

// moby's words, daemon/cluster/errors.go and swarm.go
it.each([
  ['Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.', new Map()],
  ["Worker nodes can't be used to view or modify cluster state.", null],
  ['Manager is being prepared or has trouble connecting to the cluster.', null],
])('a server that is not a swarm manager, and says “%s”, tells of %s', async (words, told) => {
  const stderr = `This node is not a swarm manager. ${words}`;
  const refusal = new AppError('REMOTE_FAILED', { server: 's', action: 'Listing services', stderr });
  const docker = { json: () => Promise.reject(refusal) } as unknown as DockerClient;
  expect(await volumesOfSwarm(docker)).toEqual(told);
});
