import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { DockerClient } from '../../remote/docker/client.ts';
import { loginForNodes } from './login-for-nodes.ts';

const login = { username: 'robot', password: 'secret', server: 'ghcr.io' };

/** Docker's answer of a manager, as far as it is read. Source: `GET /info` of Docker 26. */
const info = {
  Name: 'harbour',
  Containers: 0,
  ContainersRunning: 0,
  Images: 0,
  Driver: 'overlay2',
  DockerRootDir: '/var/lib/docker',
  NCPU: 2,
  MemTotal: 1,
  Warnings: null,
};

const dockerOf = (Nodes: number | undefined): DockerClient =>
  ({
    json: async ({ schema }: { schema: z.ZodType }) =>
      schema.parse({ ...info, Swarm: { LocalNodeState: 'active', ControlAvailable: true, Nodes } }),
  }) as unknown as DockerClient;

it('gives the sign-in of a registry to a Swarm of several nodes, and to no server of its own', async () => {
  expect(await loginForNodes(dockerOf(3), { login })).toEqual({ registryAuth: login });
  expect(await loginForNodes(dockerOf(1), { login })).toEqual({});
  expect(await loginForNodes(dockerOf(undefined), { login })).toEqual({});
  expect(await loginForNodes(dockerOf(3), { login: undefined })).toEqual({});
});
