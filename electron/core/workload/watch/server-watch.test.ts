import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NodeState } from '#shared/model/nodes.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import type { Reach } from '../../reach.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { nothingSeen, type Sight } from '../runtime/sight.ts';
import { ServerWatch } from './server-watch.ts';

let core: Core;
let watch: ServerWatch;
/** The reads that were begun, each with how it is answered. */
let reads: ((state: NodeState) => void)[];

const sightOf = (state: NodeState): Sight => ({
  engineId: null,
  seen: () => ({ ...nothingSeen, state }),
});

const runtime = {
  observe: () =>
    new Promise<Sight>((resolve) => {
      reads.push((state) => resolve(sightOf(state)));
    }),
  async *events(_server, signal) {
    yield* [];
    await once(signal, 'abort');
  },
} satisfies Partial<Runtime>;

beforeEach(async () => {
  ({ core } = await createOwnedCore());
  reads = [];
  const { store, host } = core.services;
  const servers = {
    use: (_serverId, run) => run({} as SshConnection),
    asked: (_serverId, answer) => answer,
  } satisfies Partial<Reach>;
  watch = new ServerWatch(
    {
      store,
      host,
      servers: servers as unknown as Reach,
      runtime: runtime as unknown as Runtime,
      isBusy: () => false,
    },
    'server',
  );
});
afterEach(async () => {
  await watch.close();
  await core.close();
});

it('answers with nothing that was read before it was asked, and reads once for all who ask meanwhile', async () => {
  const first = watch.refresh('service');
  const later = [watch.refresh('service'), watch.refresh('service')];
  expect(reads).toHaveLength(1);
  reads[0]?.('running');
  expect((await first).state).toBe('running');
  await expect.poll(() => reads.length).toBe(2);
  reads[1]?.('stopped');
  expect((await Promise.all(later)).map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  expect(reads).toHaveLength(2);
});
