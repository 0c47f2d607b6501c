import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFocusBefore } from '../../ui/focus-before.ts';
import { bestMatches } from './fuzzy.ts';
import { handicapOf, harmlessFirst } from './item-order.ts';
import { type PaletteItem, PaletteRow } from './palette-row.tsx';

interface CommandPaletteProps {
  /** Recent things first; shown in this order while nothing is typed. */
  readonly items: readonly PaletteItem[];
  /** Further lines that only what is typed calls for. */
  readonly itemsFor: (query: string) => readonly PaletteItem[];
  readonly onClose: () => void;
}

const most = 60;

const grouped = (items: readonly PaletteItem[]): [string, PaletteItem[]][] => {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) {
    const group = groups.get(item.group);
    if (group) group.push(item);
    else groups.set(item.group, [item]);
  }
  return [...groups];
};

/** Everything that can be gone to, done or created, by typing some of its letters. */
export const CommandPalette = ({ items, itemsFor, onClose }: CommandPaletteProps) => {
  const [query, setQuery] = useState('');
  const [answer, setAnswer] = useState<string>();
  const groups = useMemo(
    // Not deferred: what Enter runs must belong to what is typed, and cmdk selects the first of the same commit.
    () =>
      grouped(
        query.trim() === ''
          ? harmlessFirst(items).slice(0, most)
          : bestMatches([...items, ...itemsFor(query)], ({ texts }) => texts, query.trim(), most, handicapOf),
      ),
    [items, itemsFor, query],
  );
  const { giveBack: focusBefore } = useFocusBefore(true);
  const hasRun = useRef(false);
  const leaveFor = (run: () => void): void => {
    hasRun.current = true;
    // Gone before the item runs, so that a dialog it opens finds the keyboard where it was, and keeps it.
    flushSync(onClose);
    focusBefore();
    run();
  };
  const choose = ({ label, disabledReason, run }: PaletteItem): void => {
    if (typeof disabledReason === 'object') leaveFor(disabledReason.ask);
    else if (disabledReason) setAnswer(`${label}: ${disabledReason}`);
    else leaveFor(run);
  };
  const search = (next: string): void => {
    setQuery(next);
    setAnswer(undefined);
  };
  const giveBack = (event: Event): void => {
    event.preventDefault();
    if (!hasRun.current) focusBefore();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <div className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveBack}
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 short:top-[2vh] z-40 w-[38rem] max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-raised shadow-overlay"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Command label="Command palette" shouldFilter={false} loop>
            <Command.Input
              autoFocus
              value={query}
              onValueChange={search}
              placeholder="Go to, do or create …"
              className="w-full rounded-t-lg border-line border-b bg-transparent px-4 py-3 text-lg outline-offset-[-2px] placeholder:text-muted"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1 [scroll-padding:0.5rem]">
              <Command.Empty className="px-3 py-6 text-center text-secondary">
                Nothing fits “{query}”. Try fewer letters.
              </Command.Empty>
              {groups.map(([group, members]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-sm"
                >
                  {members.map((item) => (
                    <PaletteRow key={item.id} item={item} onChoose={() => choose(item)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <p role="alert" className="border-line border-t px-4 py-2 text-secondary empty:hidden">
              {answer}
            </p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
