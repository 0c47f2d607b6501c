import type { KeyboardEvent } from 'react';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodePage } from '../../lib/pages/descriptor.ts';

interface PageListProps {
  readonly label: string;
  readonly organizationId: string;
  readonly pages: readonly NodePage[];
  readonly shownId: string;
  readonly pathOf: (pageId: string) => string;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The pages of a room below each other; arrows move along them, Enter opens. */
export function PageList({ label, organizationId, pages, shownId, pathOf }: PageListProps) {
  return (
    <nav
      aria-label={label}
      onKeyDown={moveFocus}
      className="w-40 shrink-0 overflow-y-auto border-line border-r px-2 py-3"
    >
      <ul className="flex flex-col gap-0.5">
        {pages.map(({ id, label: text, icon: Icon, Count }) => (
          <li key={id}>
            <AppLink
              to={pathOf(id)}
              aria-current={id === shownId ? 'page' : undefined}
              className="flex h-7 items-center gap-2 rounded px-2 text-secondary hover:bg-hover hover:text-primary aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-primary forced-colors:aria-[current=page]:outline forced-colors:aria-[current=page]:outline-1"
            >
              <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 truncate">{text}</span>
              {Count && <Count organizationId={organizationId} />}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const links: Element[] = [...event.currentTarget.querySelectorAll('a')];
  const at = document.activeElement ? links.indexOf(document.activeElement) : -1;
  if (!step || at < 0) return;
  event.preventDefault();
  const next = links[step(at, links.length)];
  if (next instanceof HTMLElement) next.focus();
}
