import { describe, expect, it } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { followRun, type Run, succeeded } from './follow-run.ts';
import type { HostClient } from './host/client.ts';

const started: Run = { id: 'dep_1', state: 'queued', reason: null, serverId: 'srv_1' };
const options = { signal: new AbortController().signal };
const cut = () => new Failure('cut', exitCodes.unreachable);

/** A host that plays back what each reading of the log and each look at the run gives. */
const host = (logs: readonly (readonly unknown[])[], states: readonly string[]) => {
  const asked: unknown[] = [];
  const left = { logs: [...logs], states: [...states] };
  const client: HostClient = {
    async *stream(_, input) {
      asked.push(input);
      for (const item of left.logs.shift() ?? []) {
        if (item instanceof Error) throw item;
        yield item;
      }
    },
    call: async () => ({ ...started, state: left.states.shift() ?? 'succeeded' }),
  };
  return { client, asked };
};

describe('following a deployment', () => {
  it('passes its log on and answers how it ended', async () => {
    const { client } = host([[{ lines: [1] }, { lines: [2] }]], ['failed']);
    const batches: unknown[] = [];
    const run = await followRun(client, 'deployment', started, {
      options,
      onBatch: (batch) => batches.push(batch),
    });
    expect(batches).toEqual([{ lines: [1] }, { lines: [2] }]);
    expect([run.state, succeeded(run)]).toEqual(['failed', false]);
  });

  it('goes on behind the last batch when the host goes away for a moment', async () => {
    const { client, asked } = host([[{ cursor: '7' }, cut()], [cut()], [{ cursor: '9' }]], ['succeeded']);
    const run = await followRun(client, 'deployment', started, { options, onBatch: () => undefined });
    expect(succeeded(run)).toBe(true);
    expect(asked).toEqual([
      { deploymentId: 'dep_1', follow: true },
      { deploymentId: 'dep_1', follow: true, cursor: '7' },
      { deploymentId: 'dep_1', follow: true, cursor: '7' },
    ]);
  });

  it('waits on while the run is not over, and takes interrupted for not over', async () => {
    const { client, asked } = host([[], [], []], ['verifying', 'interrupted', 'rolled-back']);
    const run = await followRun(client, 'deployment', started, { options, onBatch: () => undefined });
    expect([run.state, asked.length]).toEqual(['rolled-back', 3]);
  });

  it('gives up on a host that stays away, and at once on any other failure', async () => {
    const away = host(
      Array.from({ length: 9 }, () => [cut()]),
      [],
    );
    await expect(
      followRun(away.client, 'deployment', started, { options, onBatch: () => undefined }),
    ).rejects.toMatchObject({ exitCode: exitCodes.unreachable });
    expect(away.asked.length).toBeLessThan(9);
    const denied = host([[new Failure('no', exitCodes.denied)]], []);
    await expect(
      followRun(denied.client, 'setup', started, { options, onBatch: () => undefined }),
    ).rejects.toMatchObject({ exitCode: exitCodes.denied });
    expect(denied.asked).toEqual([{ serverId: 'srv_1', setupId: 'dep_1', follow: true }]);
  });
});
