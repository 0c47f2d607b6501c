import { describe, expect, it } from 'vitest';
import type { Activity } from '#shared/contract/activity.ts';
import { activityLine, noticesBetween } from './notices.ts';

const work = (parts: Partial<Activity> = {}): Activity => ({
  id: 'dep_1',
  kind: 'deployment',
  nodeId: 'svc_1',
  title: 'Deploy web #3',
  step: 'building',
  state: 'running',
  reason: null,
  startedBy: 'Olive',
  startedAt: '2026-11-21T00:00:00.000Z',
  endedAt: null,
  ...parts,
});

describe('notices', () => {
  it('tell each ending once, with its reason and place', () => {
    const failed = work({ state: 'failed', reason: 'the health check failed 3 times' });
    expect(noticesBetween('org_1', [work()], [failed])).toEqual([
      {
        title: 'Deploy web #3 failed',
        body: 'the health check failed 3 times',
        place: '/o/org_1/service/svc_1',
      },
    ]);
    expect(noticesBetween('org_1', [failed], [failed])).toEqual([]);
  });

  it('tell what began and ended between two looks', () => {
    const setup = work({
      id: 'set_1',
      kind: 'setup',
      nodeId: 'srv_1',
      title: 'Set up edge',
      state: 'succeeded',
    });
    expect(noticesBetween('org_1', [], [setup])).toMatchObject([
      { title: 'Set up edge finished', place: '/o/org_1/server/srv_1' },
    ]);
  });

  it('tell nothing at the first look, nor of work that still runs', () => {
    expect(noticesBetween('org_1', undefined, [work({ state: 'succeeded' })])).toEqual([]);
    expect(noticesBetween('org_1', [work({ state: 'waiting' })], [work()])).toEqual([]);
  });

  it('keep hostile text on one line, short, and without marks that reorder it', () => {
    const reason = `\u202Eevil\nsecond line ${'x'.repeat(500)}`;
    const [notice] = noticesBetween('org_1', [work()], [work({ state: 'failed', reason })]);
    expect(notice?.body).toMatch(/^evil second line x+…$/);
    expect(notice?.body).toHaveLength(200);
  });

  it("name the step in the tray's line", () => {
    expect(activityLine(work())).toBe('Deploy web #3: building');
    expect(activityLine(work({ state: 'succeeded' }))).toBe('Deploy web #3: finished');
  });
});
