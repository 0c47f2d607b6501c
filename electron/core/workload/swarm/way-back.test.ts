import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { DockerRequest } from '../../remote/docker/request.ts';
import { rollBack } from './way-back.ts';

/** A Swarm that answers each look with the next of these versions, and takes a write over the last one alone. */
const swarmOf = (...looks: readonly { version: number; deployment: string }[]) => {
  const written: unknown[] = [];
  let look = 0;
  const docker = {
    json: async ({ schema }: { schema: z.ZodType }) => {
      const { version, deployment } = looks[Math.min(look, looks.length - 1)] ?? {
        version: 0,
        deployment: '',
      };
      look += 1;
      const Spec = {
        Name: 'web',
        Labels: { 'quayside.deployment': deployment },
        TaskTemplate: { ContainerSpec: { Image: 'app' } },
        Mode: { Replicated: { Replicas: 1 } },
      };
      return schema.parse([
        { ID: 'swarm-1', Version: { Index: version }, Spec, CreatedAt: '', UpdatedAt: '' },
      ]);
    },
    send: async ({ query }: DockerRequest) => {
      if (query?.version !== looks.at(-1)?.version) {
        throw new AppError('CONFLICT', { field: '', reason: 'update out of sequence' });
      }
      written.push(query);
    },
  } as unknown as DockerClient;
  return { docker, written };
};

const of = { serviceId: 'svc_1', deploymentId: 'new' };

describe('the way back of a service', () => {
  it('is asked for again over the newer version where Swarm wrote since it was looked at', async () => {
    const { docker, written } = swarmOf(
      { version: 7, deployment: 'new' },
      { version: 8, deployment: 'new' },
      { version: 9, deployment: 'new' },
    );
    await rollBack(docker, of);
    expect(written).toEqual([{ version: 9, rollback: 'previous' }]);
  });

  it('is not asked for twice where Swarm turned back by itself meanwhile', async () => {
    const { docker, written } = swarmOf({ version: 7, deployment: 'new' }, { version: 8, deployment: 'old' });
    await rollBack(docker, of);
    expect(written).toEqual([]);
  });

  it('ends with the conflict where Swarm is faster every time', async () => {
    const looks = [1, 2, 3, 4, 5, 6].map((version) => ({ version, deployment: 'new' }));
    const { docker } = swarmOf(...looks);
    await expect(rollBack(docker, of)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
