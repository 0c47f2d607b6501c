import type { LucideIcon } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { KeyboardHint } from '../keyboard-hint.tsx';
import { type Reason, reasonText } from '../reason.ts';

export type MenuEntry =
  | 'separator'
  | {
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon | undefined;
      readonly shortcut?: string | undefined;
      /** The keys that run it while the page of its thing is shown, as they come. */
      readonly pageKeys?: string | undefined;
      readonly isDanger?: boolean | undefined;
      readonly disabledReason?: Reason | undefined;
      readonly run: () => void;
    };

/** The rows, or what makes them once the menu opens, where they are many to judge. */
export type MenuItems = readonly MenuEntry[] | (() => readonly MenuEntry[]);

interface MenuParts {
  readonly Item: ComponentType<{
    children: ReactNode;
    className?: string;
    onSelect?: (event: Event) => void;
    'aria-disabled'?: boolean | undefined;
  }>;
  readonly Separator: ComponentType<{ className?: string }>;
}

export const menuClasses =
  'z-50 max-h-[70vh] min-w-52 max-w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-overlay';

const itemClasses =
  'flex cursor-default select-none items-center gap-2 rounded px-2 py-1 outline-offset-[-2px] data-[highlighted]:bg-hover aria-disabled:text-muted';

/** Rows of a menu; a disabled one can still be reached, and says below its label what is missing. */
export const MenuEntries = ({
  items,
  parts,
  onRun,
}: {
  readonly items: MenuItems;
  readonly parts: MenuParts;
  readonly onRun: (entry: () => void) => void;
}) =>
  (typeof items === 'function' ? items() : items).map((item, position) => {
    if (item === 'separator')
      // biome-ignore lint/suspicious/noArrayIndexKey: a separator is nothing but its position
      return <parts.Separator key={`separator-${position}`} className="my-1 h-px bg-line" />;
    const { id, label, icon: Icon, shortcut, isDanger, disabledReason, run } = item;
    const select = (event: Event): void => {
      if (typeof disabledReason === 'object') onRun(disabledReason.ask);
      else if (disabledReason) event.preventDefault();
      else onRun(run);
    };
    return (
      <parts.Item
        key={id}
        onSelect={select}
        aria-disabled={disabledReason ? true : undefined}
        className={isDanger && !disabledReason ? `${itemClasses} text-danger` : itemClasses}
      >
        {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : <span className="size-3.5 shrink-0" />}
        <span className="min-w-0 flex-1">
          <span className="block truncate">{label}</span>
          {disabledReason && (
            <span className="block whitespace-normal text-muted text-xs">
              {reasonText(disabledReason)}
              {typeof disabledReason === 'object' && ' Ask for it…'}
            </span>
          )}
        </span>
        {shortcut && <KeyboardHint keys={shortcut} />}
      </parts.Item>
    );
  });
