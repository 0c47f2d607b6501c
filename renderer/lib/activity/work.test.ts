import { describe, expect, it } from 'vitest';
import type { Activity } from '#shared/contract/activity.ts';
import { changesOf, inOrder, newsOf, workNow, workPath } from './work.ts';

const work = (id: string, change: Partial<Activity> = {}): Activity => ({
  id,
  kind: 'deployment',
  nodeId: 'svc_1',
  title: 'web',
  step: 'pulling',
  state: 'running',
  reason: null,
  startedBy: 'Ann',
  startedAt: '2026-01-01T00:00:00Z',
  endedAt: null,
  ...change,
});
const over = { state: 'failed', endedAt: '2026-01-01T00:01:00Z' } as const;

describe('work in the activity center', () => {
  it('tells of what others started, when it ended while one looked', () => {
    const before = [work('a'), work('b', { startedBy: 'Me' }), work('c', over)];
    const after = [
      work('a', over),
      work('b', { startedBy: 'Me', ...over }),
      work('c', over),
      work('d', over),
    ];
    expect(newsOf(before, after, 'Me').map(({ id }) => id)).toEqual(['a']);
  });

  it('lists what runs first, then what ended last', () => {
    const list = [
      work('old', { ...over, endedAt: '2026-01-01T00:01:00Z' }),
      work('new', { ...over, endedAt: '2026-01-01T00:02:00Z' }),
      work('runs'),
    ];
    expect(inOrder(list).map(({ id }) => id)).toEqual(['runs', 'new', 'old']);
  });

  it('says what it does now: its state, with the step while it goes on', () => {
    expect(workNow(work('a'))).toBe('Running: pulling');
    expect(workNow(work('a', { state: 'waiting', step: 'for harbour' }))).toBe('Waiting: for harbour');
    expect(workNow(work('a', over))).toBe('Failed');
  });

  it('speaks of each new state and step, and of nothing that is as it was or new to the window', () => {
    const before = [work('a'), work('b'), work('c', { title: 'queue' })];
    const after = [
      work('a'),
      work('b', { step: 'starting' }),
      work('c', { title: 'queue', ...over }),
      work('d'),
    ];
    expect(changesOf(before, after)).toEqual(['web. Running: starting', 'queue. Failed']);
  });

  it('leads to its log', () => {
    expect(workPath('org_1', work('dep_1'))).toBe('/o/org_1/service/svc_1/deployments?deployment=dep_1');
    expect(workPath('org_1', work('stp_1', { kind: 'setup', nodeId: 'srv_1' }))).toBe(
      '/o/org_1/server/srv_1/setup',
    );
  });
});
