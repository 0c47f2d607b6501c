import type { BundleImport } from '#shared/contract/bundle.ts';

type Item = BundleImport['items'][number];

/** How the preview says what becomes of a thing. */
export const fateWords = {
  add: 'New',
  change: 'Changed',
  keep: 'The same',
  'only-here': 'Only here',
} as const;

/** Whether nothing would become of it, whatever is chosen. */
export function isKept({ fate }: Item): boolean {
  return fate === 'keep' || fate === 'only-here';
}

/** Why nothing can be brought in yet; undefined where it can. */
export function problemsIn({ items }: BundleImport): string | undefined {
  const wrong = items.filter(({ problems }) => problems.length > 0).length;
  if (wrong > 0) return `Mend or skip first what cannot be brought in: ${wrong} of these.`;
  const isAny = items.some((item) => !isKept(item) && item.choice !== 'skip');
  return isAny ? undefined : 'There is nothing new or changed in it.';
}
