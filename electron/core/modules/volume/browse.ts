import type { VolumeEntry } from '#shared/contract/volume.ts';
import type { FoundEntry } from '../../remote/volume/files.ts';
import { instant } from '../../store/require-row.ts';
import { atVolume, type VolumeContext } from './at-volume.ts';
import type { Wanted } from './found.ts';

interface Page {
  readonly path: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of a folder: folders first, by name. */
export async function browseVolume(
  context: VolumeContext,
  { path, after, limit, ...wanted }: Wanted & Page,
): Promise<{ entries: VolumeEntry[]; next: string | null; isWhole: boolean }> {
  const { listFolder } = await import('../../remote/volume/files.ts');
  const { entries, isWhole } = await atVolume(context, wanted, (connection, place) =>
    listFolder(connection, place, { path, signal: context.signal }),
  );
  return pageOf({ entries, isWhole }, { after, limit });
}

/** One page of what was found, in the order that people are shown. */
export function pageOf(
  { entries, isWhole }: { readonly entries: readonly FoundEntry[]; readonly isWhole: boolean },
  { after, limit }: Pick<Page, 'after' | 'limit'>,
): { entries: VolumeEntry[]; next: string | null; isWhole: boolean } {
  const sorted = entries.toSorted(byRank);
  const begin = after === undefined ? 0 : sorted.findIndex(({ name }) => name === after) + 1;
  const page = sorted.slice(begin, begin + limit);
  const isLast = begin + limit >= sorted.length;
  return {
    entries: page.map((entry) => ({ ...entry, modifiedAt: instant(entry.modifiedAt) })),
    next: isLast ? null : (page.at(-1)?.name ?? null),
    isWhole,
  };
}

function byRank(one: FoundEntry, other: FoundEntry): number {
  const [first, second] = [one, other].map(({ type }) => (type === 'folder' ? 0 : 1));
  return (first ?? 0) - (second ?? 0) || (one.name < other.name ? -1 : 1);
}
