import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodePage } from '../../lib/pages/descriptor.ts';
import { useLandmark } from '../../ui/use-landmark.ts';
import { useNarrow } from '../../ui/use-narrow.ts';

interface PageListProps {
  readonly label: string;
  readonly organizationId: string;
  readonly pages: readonly NodePage[];
  readonly shownId: string;
  readonly pathOf: (pageId: string) => string;
}

/** The pages of a room below each other at the left of the page; in a narrow window behind a button above it. */
export function PageList(props: PageListProps) {
  const isNarrow = useNarrow();
  if (isNarrow) return <FoldedList {...props} />;
  return (
    <nav aria-label={props.label} className="w-40 shrink-0 overflow-y-auto border-line border-r px-2 py-3">
      <PageLinks {...props} />
    </nav>
  );
}

function FoldedList(props: PageListProps) {
  const { label, pages, shownId } = props;
  const [isOpen, setOpen] = useState(false);
  const [landmark, noteLandmark] = useLandmark();
  const shown = pages.find(({ id }) => id === shownId);
  return (
    <nav aria-label={label} className="shrink-0 border-line border-b px-4 py-1.5">
      <Popover.Root
        open={isOpen}
        onOpenChange={(next) => {
          noteLandmark(next);
          setOpen(next);
        }}
      >
        <Popover.Trigger
          aria-label={`${label}: ${shown?.label ?? ''}`}
          className="flex h-7 max-w-full items-center gap-1.5 rounded border border-strong bg-raised px-2 hover:bg-hover"
        >
          {shown && <shown.icon aria-hidden className="size-3.5 shrink-0 text-muted" />}
          <span className="min-w-0 truncate font-medium">{shown?.label}</span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </Popover.Trigger>
        <Popover.Portal container={landmark}>
          <Popover.Content
            aria-label={label}
            align="start"
            sideOffset={4}
            collisionPadding={8}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              if (event.target instanceof Element)
                event.target.querySelector<HTMLElement>('[aria-current=page]')?.focus();
            }}
            className="z-50 max-h-[var(--radix-popover-content-available-height)] w-56 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-overlay"
          >
            <PageLinks {...props} onChoose={() => setOpen(false)} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </nav>
  );
}

/** Arrows move along them, Enter opens. */
function PageLinks({
  organizationId,
  pages,
  shownId,
  pathOf,
  onChoose,
}: PageListProps & { readonly onChoose?: () => void }) {
  return (
    <ul onKeyDown={moveFocus} className="flex flex-col gap-0.5">
      {pages.map(({ id, label: text, icon: Icon, Count }) => (
        <li key={id}>
          <AppLink
            to={pathOf(id)}
            onClick={onChoose}
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
  );
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const links: Element[] = [...event.currentTarget.querySelectorAll('a')];
  const at = document.activeElement ? links.indexOf(document.activeElement) : -1;
  if (!step || at < 0) return;
  event.preventDefault();
  const next = links[step(at, links.length)];
  if (next instanceof HTMLElement) next.focus();
}
