import { expect, it } from 'vitest';
import type { Activity } from '#shared/contract/activity.ts';
import type { Change } from '#shared/contract/changes.ts';
import type { Notice } from './notices.ts';
import { type Client, type RecentActivity, watchActivity } from './watch-activity.ts';

const running: Activity = {
  id: 'dep_1',
  kind: 'deployment',
  nodeId: 'svc_1',
  title: 'Deploy web #1',
  step: 'pulling',
  state: 'running',
  reason: null,
  startedBy: 'Olive',
  startedAt: '2026-11-21T00:00:00.000Z',
  endedAt: null,
};
const changed: Change = { kind: 'deployment', nodeId: 'svc_1', parentId: null, verb: 'state' };

/** A core with one organization, whose feed brings these batches and whose work is as listed, look after look. */
const coreWith = (batches: Change[][], looks: Activity[][]): Client => {
  const client = {
    session: { current: async () => ({ organizations: [{ id: 'org_1' }] }) },
    changes: {
      watch: async function* (_input: object, { signal }: { signal: AbortSignal }) {
        yield* batches;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    },
    activity: { list: async () => looks.shift() ?? [] },
  };
  return {
    ...client,
    changes: {
      watch: async (input: object, options: { signal: AbortSignal }) => client.changes.watch(input, options),
    },
  } as unknown as Client;
};

it('tells of work that ends while it watches, shows it, and stops with its signal', async () => {
  const stop = new AbortController();
  const notices: Notice[] = [];
  const shown: (readonly RecentActivity[])[] = [];
  const failed = { ...running, state: 'failed' as const, reason: 'no such image' };
  const watching = watchActivity(
    coreWith([[], [], [changed]], [[running], [failed]]),
    {
      onActivity: (recent) => shown.push(recent),
      onNotice: (notice) => {
        notices.push(notice);
        stop.abort();
      },
      onFailure: (error) => {
        throw error;
      },
    },
    stop.signal,
  );
  await watching;
  expect(notices).toEqual([
    { title: 'Deploy web #1 failed', body: 'no such image', place: '/o/org_1/service/svc_1' },
  ]);
  expect(shown.map(([first]) => first?.activities[0]?.state)).toEqual(['running', 'failed']);
});

it('tells a failure and lives on', async () => {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const broken = { session: { current: async () => Promise.reject(new Error('the store is closed')) } };
  const watching = watchActivity(
    broken as unknown as Client,
    {
      onActivity: () => undefined,
      onNotice: () => undefined,
      onFailure: (error) => {
        failures.push(error);
        stop.abort();
      },
    },
    stop.signal,
  );
  await watching;
  expect(failures).toEqual([new Error('the store is closed')]);
});
