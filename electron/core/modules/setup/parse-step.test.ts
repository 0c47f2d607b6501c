import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStep, pendingSteps, withReport } from './parse-step.ts';

describe('a line of the script', () => {
  test('that reports a step is read as one', () => {
    expect(parseStep('::quayside done docker Version 26.1')).toEqual({
      id: 'docker',
      state: 'done',
      detail: 'Version 26.1',
    });
  });

  test('is output where it names no step or state that there is', () => {
    for (const line of ['', 'docker done', '::quayside done nonsense x', '::quayside pending docker x']) {
      expect(parseStep(line)).toBeNull();
    }
  });

  test('never carries control or direction marks into what is shown, nor more than 300 characters', () => {
    const detail = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(detail, (text) => {
        const report = parseStep(`::quayside failed swarm ${text}`);
        if (!report) return;
        expect(report.detail.length).toBeLessThanOrEqual(300);
        expect(report.detail).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test('changes its own step only, and the plan changes none', () => {
    const steps = pendingSteps(true);
    const after = withReport(steps, { id: 'swarm', state: 'running', detail: '' });
    expect(after.filter(({ state }) => state === 'running').map(({ name }) => name)).toEqual(['Swarm']);
    expect(withReport(steps, { id: 'swarm', state: 'needed', detail: 'x' })).toEqual(steps);
  });
});
