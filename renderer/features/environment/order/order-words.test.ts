import { describe, expect, it } from 'vitest';
import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import type { OrderedState } from '#shared/model/environment-deployment.ts';
import { canRollBack, levelsOf, sumOf, whatItDoes, wholeWords } from './order-words.ts';

const whole = (
  states: readonly OrderedState[],
  more: Partial<EnvironmentDeployment> = {},
): EnvironmentDeployment => ({
  ...{
    id: 'edp_1',
    environmentId: 'env_1',
    organizationId: 'org_1',
    number: 3,
    state: 'succeeded',
    reason: null,
  },
  ...{ redeploy: false, onFailure: 'keep', rollbackOf: null, startedBy: 'Olive' },
  ...{ queuedAt: '2026-01-01T00:00:00.000Z', startedAt: null, endedAt: '2026-01-01T00:01:00.000Z' },
  services: states.map((state, index) => ({
    ...{
      level: index + 1,
      serviceId: `svc_${index}`,
      name: `s${index}`,
      state,
      reason: null,
      deployment: null,
    },
  })),
  ...more,
});

describe('a deployment of an environment in words', () => {
  it('counts what is not up to date', () => {
    expect(whatItDoes(whole(['up-to-date', 'succeeded']))).toBe('Deploy 1 service');
    expect(whatItDoes(whole(['rolled-back', 'stopped'], { rollbackOf: 'edp_0' }))).toBe(
      'Roll back 2 services',
    );
  });

  it('can be rolled back once it is over and something of it runs', () => {
    expect(canRollBack(whole(['succeeded', 'failed']))).toBe(true);
    expect(canRollBack(whole(['succeeded'], { endedAt: null }))).toBe(false);
    expect(canRollBack(whole(['up-to-date', 'failed']))).toBe(false);
    expect(canRollBack(whole(['rolled-back', 'failed']))).toBe(false);
    expect(canRollBack(whole(['rolled-back', 'stopped'], { rollbackOf: 'edp_0' }))).toBe(true);
  });

  it('shows a plan by its levels, and what of it would be done', () => {
    const planned = [
      { level: 2, action: 'deploy' as const },
      { level: 1, action: 'up-to-date' as const },
      { level: 2, action: 'blocked' as const },
    ];
    expect(levelsOf(planned).map((level) => level.length)).toEqual([1, 2]);
    expect(sumOf(planned)).toEqual({ deployed: 1, blocked: 1 });
  });

  it('says a plan in a few words, and by name what stands in its way', () => {
    const service = { name: 'web', level: 2, action: 'deploy' as const, reasons: [] };
    const first = { ...service, name: 'db', level: 1 };
    expect(wholeWords([first, service, { ...service, name: 'jobs' }])).toEqual({
      words: '3 of 3 services, in 2 levels',
    });
    const same = { ...first, action: 'up-to-date' as const };
    expect(wholeWords([same, service])).toEqual({ words: '1 of 2 services' });
    expect(wholeWords([same])).toEqual({
      words: '0 of 1 service',
      blocker: 'Nothing differs from what runs.',
    });
    const reasons = ['harbour cannot be reached.', 'Choose another server.'];
    expect(wholeWords([first, { ...service, action: 'blocked', reasons }]).blocker).toBe(
      'web: harbour cannot be reached. Choose another server.',
    );
  });
});
