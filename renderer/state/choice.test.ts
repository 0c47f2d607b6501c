import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, type ChoiceStep, choose, noChoice } from './choice.ts';

const choiceAfter = (...steps: ChoiceStep[]): Choice => steps.reduce(choose, noChoice);
const idsAfter = (...steps: ChoiceStep[]): string[] => [...choiceAfter(...steps).ids];

describe('a choice of rows', () => {
  it('takes one in, and out again', () => {
    expect(idsAfter({ type: 'toggle', id: 'a' }, { type: 'toggle', id: 'b' })).toEqual(['a', 'b']);
    expect(idsAfter({ type: 'toggle', id: 'a' }, { type: 'toggle', id: 'a' })).toEqual([]);
  });

  it('begins with what is shown, which looks chosen, and asks for it only while nothing is', () => {
    expect(idsAfter({ type: 'toggle', id: 'b', shownId: 'a' })).toEqual(['a', 'b']);
    expect(idsAfter({ type: 'toggle', id: 'a', shownId: 'a' })).toEqual([]);
    expect(idsAfter({ type: 'toggle', id: 'b' }, { type: 'toggle', id: 'c', shownId: 'a' })).toEqual([
      'b',
      'c',
    ]);
  });

  it('is a range from where it began, which replaces the range before it', () => {
    const range = (ids: string[], adds = false): ChoiceStep => ({ type: 'range', fromId: 'b', ids, adds });
    expect(idsAfter({ type: 'toggle', id: 'z' }, range(['b', 'c', 'd']), range(['b', 'c']))).toEqual([
      'b',
      'c',
    ]);
    expect(choiceAfter(range(['b', 'c'])).anchorId).toBe('b');
    expect(idsAfter({ type: 'toggle', id: 'z' }, range(['b', 'c'], true))).toEqual(['z', 'b', 'c']);
  });

  it('ends when a row is opened, where the next range begins', () => {
    expect(choiceAfter({ type: 'toggle', id: 'a' }, { type: 'open', id: 'b' })).toEqual({
      ids: new Set(),
      anchorId: 'b',
    });
  });
});

const id = fc.constantFrom('a', 'b', 'c', 'd');
const step: fc.Arbitrary<ChoiceStep> = fc.oneof(
  fc.record({ type: fc.constant('toggle' as const), id, shownId: fc.option(id, { nil: undefined }) }),
  fc.record({ type: fc.constant('range' as const), fromId: id, ids: fc.array(id), adds: fc.boolean() }),
  fc.record({ type: fc.constant('all' as const), ids: fc.array(id) }),
  fc.record({ type: fc.constant('open' as const), id }),
  fc.constant({ type: 'clear' as const }),
);

describe('whatever was pressed before', () => {
  const choice = fc.array(step, { maxLength: 12 }).map((steps) => choiceAfter(...steps));

  it('clearing chooses nothing, and leaves a choice of nothing as it is', () => {
    fc.assert(
      fc.property(choice, (before) => {
        const cleared = choose(before, { type: 'clear' });
        expect(cleared.ids.size).toBe(0);
        expect(choose(cleared, { type: 'clear' })).toBe(cleared);
      }),
    );
  });

  it('a toggle changes the row it is of and no other, once there is a choice', () => {
    fc.assert(
      fc.property(choice, id, (before, row) => {
        fc.pre(before.ids.size > 0);
        const next = choose(before, { type: 'toggle', id: row, shownId: 'd' });
        const others = [...before.ids].filter((each) => each !== row);
        expect(next.ids).toEqual(new Set(before.ids.has(row) ? others : [...others, row]));
      }),
    );
  });

  it('no step changes a choice in its place', () => {
    fc.assert(
      fc.property(choice, step, (before, one) => {
        const ids = [...before.ids];
        choose(before, one);
        expect([...before.ids]).toEqual(ids);
      }),
    );
  });

  it('an adding range keeps what was chosen, another one only its own rows', () => {
    fc.assert(
      fc.property(choice, fc.array(id), fc.boolean(), (before, ids, adds) => {
        const next = choose(before, { type: 'range', fromId: 'a', ids, adds });
        expect(next.ids).toEqual(new Set(adds ? [...before.ids, ...ids] : ids));
      }),
    );
  });
});
