import type { Room } from '../feature.ts';
import type { NodePage } from './descriptor.ts';

export interface OpenRoom extends Room {
  /** At least one. */
  readonly pages: readonly NodePage[];
}

/** The rooms that open for somebody, and the pages that do not. */
export interface OpenRooms {
  readonly rooms: readonly OpenRoom[];
  readonly closed: readonly NodePage[];
}

/** Sorts the pages of a kind into its rooms. The page that is shown stands in its room though it is closed. */
export function openRooms(
  rooms: readonly Room[],
  pages: readonly NodePage[],
  opens: { readonly refusal: (page: NodePage) => unknown; readonly shownId?: string },
): OpenRooms {
  const isClosed = (page: NodePage): boolean =>
    page.permission !== undefined && opens.refusal(page) !== undefined;
  const isListed = (page: NodePage): boolean => !isClosed(page) || page.id === opens.shownId;
  return {
    rooms: rooms
      .map((room) => ({ ...room, pages: pages.filter((page) => page.room === room.id && isListed(page)) }))
      .filter((room) => room.pages.length > 0),
    closed: pages.filter(isClosed),
  };
}
