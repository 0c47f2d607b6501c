import { ChevronRight, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
import { Badge } from '../badge.tsx';
import { classNames } from '../class-names.ts';
import { useVirtualRows } from '../use-virtual-rows.ts';
import { CheckBoxMark, type CheckState } from './check-box-mark.tsx';
import { type CheckTreeMove, moveInCheckTree } from './check-tree-keys.ts';

export interface CheckTreeRow {
  readonly id: string;
  readonly name: string;
  /** From 1. */
  readonly level: number;
  readonly icon: LucideIcon;
  /** What the icon says, for readers: `project`. */
  readonly kind: string;
  readonly check: CheckState;
  /** Why the box cannot be changed here; shown in the row. */
  readonly inertReason?: string | undefined;
  /** More about the state, such as `by team Ops`. */
  readonly note?: string | undefined;
  /** Not saved yet: `new`, `taken`. */
  readonly change?: string | undefined;
  /** Undefined for a row without children. */
  readonly isOpen: boolean | undefined;
}

interface CheckTreeProps {
  readonly label: string;
  readonly rows: readonly CheckTreeRow[];
  readonly onToggle: (id: string) => void;
  readonly onOpenChange: (id: string, isOpen: boolean) => void;
}

const rowHeight = 28;
const ariaChecked = { all: 'true', some: 'mixed', none: 'false' } as const;

interface RowProps {
  readonly row: CheckTreeRow;
  readonly elementId: string;
  readonly top: number;
  readonly isActive: boolean;
}

const Row = ({ row, elementId, top, isActive }: RowProps) => {
  const { name, level, icon: Icon, kind, check, inertReason, note, change, isOpen } = row;
  return (
    <div
      role="treeitem"
      id={elementId}
      data-row={row.id}
      tabIndex={-1}
      aria-level={level}
      aria-checked={ariaChecked[check]}
      aria-disabled={inertReason ? true : undefined}
      aria-expanded={isOpen}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 6 + (level - 1) * 16 }}
      className={classNames(
        'absolute inset-x-0 flex h-7 cursor-default select-none items-center gap-1.5 pr-2 hover:bg-hover',
        isActive && 'group-focus-visible/tree:bg-hover group-focus-visible/tree:outline-2',
        isActive && 'group-focus-visible/tree:outline-accent group-focus-visible/tree:outline-offset-[-2px]',
      )}
    >
      <span data-part="open" className="flex size-4 shrink-0 items-center justify-center text-muted">
        {isOpen !== undefined && (
          <ChevronRight aria-hidden className={classNames('size-3.5', isOpen && 'rotate-90')} />
        )}
      </span>
      <CheckBoxMark state={check} isInert={inertReason !== undefined} />
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{kind}</span>
      <span className={classNames('min-w-0 truncate', inertReason && 'text-secondary')}>{name}</span>
      {change && <Badge tone="accent">{change}</Badge>}
      {(inertReason ?? note) && (
        <span className="min-w-0 flex-1 truncate text-right text-muted text-sm">{inertReason ?? note}</span>
      )}
    </div>
  );
};

/** A tree whose rows carry a check box; arrows move and open, Space checks. Any length: only what is in sight is drawn. */
export const CheckTree = ({ label, rows, onToggle, onOpenChange }: CheckTreeProps) => {
  const treeId = useId();
  const [activeId, setActiveId] = useState<string>();
  const found = rows.findIndex(({ id }) => id === activeId);
  const at = Math.max(found, 0);
  const { scrollRef, start, end, totalHeight, scrollToIndex } = useVirtualRows({
    count: rows.length,
    rowHeight,
  });
  const toggle = (row: CheckTreeRow): void => {
    if (!row.inertReason) onToggle(row.id);
  };
  const go = (move: CheckTreeMove): void => {
    const row = rows[move.at];
    if (!row) return;
    if (move.type === 'toggle') toggle(row);
    else if (move.type === 'focus') {
      setActiveId(row.id);
      scrollToIndex(move.at);
    } else onOpenChange(row.id, move.type === 'expand');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveInCheckTree(rows, at, event.key);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    go(move);
  };
  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const id = event.target.closest('[data-row]')?.getAttribute('data-row');
    const row = rows.find((each) => each.id === id);
    if (!row) return;
    setActiveId(row.id);
    if (event.target.closest('[data-part=open]') && row.isOpen !== undefined) {
      onOpenChange(row.id, !row.isOpen);
    } else toggle(row);
  };
  return (
    <div
      ref={scrollRef}
      role="tree"
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={rows[at] ? `${treeId}-${rows[at].id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
      className="group/tree relative h-full min-h-0 overflow-y-auto outline-none"
    >
      <div role="presentation" className="relative" style={{ height: totalHeight }}>
        {rows.slice(start, end).map((row, offset) => (
          <Row
            key={row.id}
            row={row}
            elementId={`${treeId}-${row.id}`}
            top={(start + offset) * rowHeight}
            isActive={start + offset === at}
          />
        ))}
      </div>
    </div>
  );
};
