import { expect, test } from 'vitest';
import { bestMatches } from './fuzzy.ts';
import { creationWords, harmlessFirst } from './item-order.ts';

test('with nothing typed, what ends, locks or deletes comes last', () => {
  const items = [
    { id: 'lock', isHarmful: true },
    { id: 'go' },
    { id: 'delete', isHarmful: true },
    { id: 'new' },
  ];
  expect(harmlessFirst(items).map(({ id }) => id)).toEqual(['go', 'new', 'lock', 'delete']);
});

test.each(['create project', 'add project', 'new project', 'make project'])(
  'finds a new project by “%s”',
  (query) => {
    const found = bestMatches(['Project', 'Server'], creationWords, query, 5);
    expect(found).toEqual(['Project']);
  },
);
