import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';
import { type Reason, reasonText } from '../../ui/reason.ts';

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

interface PaletteRowProps {
  readonly item: PaletteItem;
  readonly onChoose: () => void;
}

/**
 * One line: what it is, where, and where it is refused why, with what Enter does then. It is never disabled, as cmdk
 * would pass over it and say nothing.
 */
export function PaletteRow({ item, onChoose }: PaletteRowProps) {
  const { id, label, detail, icon: Icon, shortcut, disabledReason } = item;
  return (
    <Command.Item
      value={id}
      onSelect={onChoose}
      data-refused={disabledReason ? true : undefined}
      className="flex cursor-default items-center gap-2 rounded px-2 py-1.5 data-refused:text-muted data-[selected=true]:bg-hover"
    >
      {Icon ? (
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      ) : (
        <span className="size-4 shrink-0" />
      )}
      <span className="min-w-0 flex-1 truncate">
        {label}
        {detail && <span className="ml-2 text-muted text-sm">{detail}</span>}
        {disabledReason && (
          <span className="ml-2 text-muted text-sm">
            {reasonText(disabledReason)}
            {typeof disabledReason === 'object' && ' Ask for it…'}
          </span>
        )}
      </span>
      {shortcut && <KeyboardHint keys={shortcut} />}
    </Command.Item>
  );
}
