import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFocusBefore } from '../../ui/focus-before.ts';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';
import { type Reason, reasonText } from '../../ui/reason.ts';
import { bestMatches } from './fuzzy.ts';
import { handicapOf, harmlessFirst } from './item-order.ts';

/** One line of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Where it is, such as `shop / production`. */
  readonly detail?: string | undefined;
  /** What is searched, in lower case: its name before its place, and its place before its name. */
  readonly texts: readonly string[];
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  readonly disabledReason?: Reason | undefined;
  /** It ends, locks or deletes: comes last while nothing is typed. */
  readonly isHarmful?: boolean | undefined;
  readonly run: () => void;
}

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

const PaletteRow = ({ item, onRun }: { readonly item: PaletteItem; readonly onRun: () => void }) => {
  const { id, label, detail, icon: Icon, shortcut, disabledReason } = item;
  return (
    <Command.Item
      value={id}
      onSelect={() => !disabledReason && onRun()}
      aria-disabled={disabledReason ? true : undefined}
      className="flex cursor-default items-center gap-2 rounded px-2 py-1.5 aria-disabled:text-muted data-[selected=true]:bg-hover"
    >
      {Icon ? (
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      ) : (
        <span className="size-4 shrink-0" />
      )}
      <span className="min-w-0 flex-1 truncate">
        {label}
        {detail && <span className="ml-2 text-muted text-sm">{detail}</span>}
        {disabledReason && <span className="ml-2 text-muted text-sm">{reasonText(disabledReason)}</span>}
      </span>
      {shortcut && <KeyboardHint keys={shortcut} />}
    </Command.Item>
  );
};

/** Everything that can be gone to, done or created, by typing some of its letters. */
export const CommandPalette = ({ items, itemsFor, onClose }: CommandPaletteProps) => {
  const [query, setQuery] = useState('');
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
  const focusBefore = useFocusBefore(true);
  const hasRun = useRef(false);
  const run = (item: PaletteItem): void => {
    hasRun.current = true;
    // Gone before the item runs, so that a dialog it opens finds the keyboard where it was, and keeps it.
    flushSync(onClose);
    focusBefore();
    item.run();
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
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-40 w-[38rem] max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-raised shadow-overlay"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Command label="Command palette" shouldFilter={false} loop>
            <Command.Input
              autoFocus
              value={query}
              onValueChange={setQuery}
              placeholder="Go to, do or create …"
              className="w-full border-line border-b bg-transparent px-4 py-3 text-lg outline-none placeholder:text-muted"
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
                    <PaletteRow key={item.id} item={item} onRun={() => run(item)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
