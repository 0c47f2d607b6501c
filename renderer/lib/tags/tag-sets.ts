import type { TagSet } from '#shared/contract/tag.ts';

/** The tags of a node after one was pressed: of a single set it takes the place of the other. */
export const withToggled = ({ type, tags }: TagSet, chosen: readonly string[], tagId: string): string[] => {
  if (chosen.includes(tagId)) return chosen.filter((id) => id !== tagId);
  const kept = type === 'single' ? chosen.filter((id) => !tags.some((tag) => tag.id === id)) : chosen;
  return [...kept, tagId];
};

/** What a filter by tags asks for: `Ring: Canary or Stable, Area: Shopping`; undefined where a tag is unknown. */
export const filterWords = (sets: readonly TagSet[], tagIds: readonly string[]): string | undefined => {
  const parts = sets.flatMap(({ name, tags }) => {
    const chosen = tags.filter(({ id }) => tagIds.includes(id));
    return chosen.length > 0
      ? [{ count: chosen.length, text: `${name}: ${chosen.map((tag) => tag.name).join(' or ')}` }]
      : [];
  });
  const known = parts.reduce((sum, { count }) => sum + count, 0);
  return known === tagIds.length ? parts.map(({ text }) => text).join(', ') : undefined;
};
