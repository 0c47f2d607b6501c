import { expect, test } from 'vitest';
import type { TagSet } from '#shared/contract/tag.ts';
import { filterWords, withToggled } from './tag-sets.ts';

const setOf = (name: string, type: TagSet['type'], ...tags: string[]): TagSet => ({
  id: name,
  organizationId: 'acme',
  name,
  type,
  position: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  tags: tags.map((tag, position) => ({
    id: tag.toLowerCase(),
    tagSetId: name,
    name: tag,
    canonicalName: `${name}/${tag}`,
    color: '#64748b',
    position,
    uses: 0,
  })),
});
const ring = setOf('Ring', 'multi', 'Canary', 'Stable');
const tier = setOf('Tier', 'single', 'Gold', 'Silver');

test('a pressed tag comes and goes; of a single set it takes the place of the other', () => {
  expect(withToggled(ring, ['canary', 'gold'], 'stable')).toEqual(['canary', 'gold', 'stable']);
  expect(withToggled(ring, ['canary', 'gold'], 'canary')).toEqual(['gold']);
  expect(withToggled(tier, ['canary', 'gold'], 'silver')).toEqual(['canary', 'silver']);
  expect(withToggled(tier, ['canary', 'gold'], 'gold')).toEqual(['canary']);
});

test('a filter is told set by set, in the order of the sets, and not at all where a tag is unknown', () => {
  expect(filterWords([ring, tier], ['gold', 'stable', 'canary'])).toBe('Ring: Canary or Stable, Tier: Gold');
  expect(filterWords([ring], ['canary', 'gold'])).toBeUndefined();
});
