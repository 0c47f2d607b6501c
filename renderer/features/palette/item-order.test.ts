import { expect, test } from 'vitest';
import { creationWords } from '../../lib/pages/creation-words.ts';
import { bestMatches } from './fuzzy.ts';
import { handicapOf, harmlessFirst } from './item-order.ts';

test('with nothing typed, what ends, locks or deletes comes last', () => {
  const items = [
    { id: 'lock', isHarmful: true },
    { id: 'go' },
    { id: 'delete', isHarmful: true },
    { id: 'new' },
  ];
  expect(harmlessFirst(items).map(({ id }) => id)).toEqual(['go', 'new', 'lock', 'delete']);
});

test('with the same letters typed, what ends, locks or deletes comes last, and is found where it is meant', () => {
  const items = [{ name: 'sign out', isHarmful: true }, { name: 'sign-in by providers' }];
  const found = (query: string): string[] =>
    bestMatches(items, ({ name }) => [name], query, 5, handicapOf).map(({ name }) => name);
  expect(found('sign')).toEqual(['sign-in by providers', 'sign out']);
  expect(found('sign out')).toEqual(['sign out']);
});

test.each(['create project', 'add project', 'new project', 'make project'])(
  'finds a new project by “%s”',
  (query) => {
    const found = bestMatches(['Project', 'Server'], creationWords, query, 5);
    expect(found).toEqual(['Project']);
  },
);
