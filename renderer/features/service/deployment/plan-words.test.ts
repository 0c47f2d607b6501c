import { expect, test } from 'vitest';
import { planWords } from './plan-words.ts';

const change = { field: 'image', from: 'app:1', to: 'app:2' };

test.each([
  [{ isFirst: true, changes: [change], blockers: [] }, 'first deployment'],
  [{ isFirst: false, changes: [], blockers: [] }, 'nothing differs from what runs'],
  [{ isFirst: false, changes: [change], blockers: [] }, '1 change'],
  [{ isFirst: false, changes: [change, change], blockers: [] }, '2 changes'],
])('a plan is said as what it changes', (plan, words) => {
  expect(planWords(plan)).toEqual({ words, blocker: undefined });
});

test('a plan that cannot be carried out says the first thing in its way', () => {
  expect(
    planWords({ isFirst: true, changes: [], blockers: ['It has no image.', 'Its server is gone.'] }).blocker,
  ).toBe('It has no image.');
});
