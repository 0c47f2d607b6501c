import { memo } from 'react';
import { staleNote } from '../../lib/stale-note.ts';
import { classNames } from '../../ui/class-names.ts';
import { StateDot } from '../../ui/state-dot.tsx';
import { MarkedName } from './marked-name.tsx';
import { RenameField } from './rename-field.tsx';
import { TreeIcon } from './tree-icons.tsx';
import type { TreeRow } from './tree-index.ts';

export const rowHeight = 28;
const indentPx = 14;
const kindsWithState: ReadonlySet<string> = new Set(['service', 'server']);

export interface TreeRowProps {
  readonly row: TreeRow;
  readonly level: number;
  readonly position: number;
  readonly size: number;
  readonly top: number;
  /** Undefined for a row without children. */
  readonly isOpen: boolean | undefined;
  /** Chosen, or shown while nothing is chosen. */
  readonly isSelected: boolean;
  /** Its page is the one that is shown. */
  readonly isShown: boolean;
  readonly isFocused: boolean;
  readonly isCut: boolean;
  /** It, or what it lies in, is deleted in a moment. */
  readonly isLeaving: boolean;
  readonly isDropTarget: boolean;
  readonly isRenaming: boolean;
  readonly isDraggable: boolean;
  readonly words: readonly string[];
  /** What the + of this row makes; without it there is none. */
  readonly addLabel: string | undefined;
  readonly onRename: (id: string, name: string) => Promise<string | undefined>;
  readonly onRenameEnd: () => void;
}

const Name = ({ row, isRenaming, isLeaving, words, onRename, onRenameEnd }: TreeRowProps) =>
  isRenaming ? (
    <RenameField name={row.name} onRename={(name) => onRename(row.id, name)} onDone={onRenameEnd} />
  ) : (
    <span className={classNames('min-w-0 flex-1 truncate', isLeaving && 'text-muted line-through')}>
      <MarkedName name={row.name} words={row.isGroup ? [] : words} />
      {isLeaving && <span className="sr-only"> being deleted</span>}
    </span>
  );

/** What runs has a state; what only groups has none. */
const hasState = ({ node, kind }: TreeRow): boolean => node !== undefined && kindsWithState.has(kind);

const ShownRow = (props: TreeRowProps) => {
  const { row, level, isOpen, isSelected, isShown, addLabel } = props;
  const indent = 6 + Math.max(0, level - 2) * indentPx;
  return (
    <div
      role="treeitem"
      id={`tree-${row.id}`}
      data-row={row.id}
      aria-level={level}
      aria-posinset={props.position}
      aria-setsize={props.size}
      aria-expanded={isOpen}
      aria-selected={row.isGroup ? undefined : isSelected}
      aria-current={isShown ? 'page' : undefined}
      tabIndex={props.isFocused ? 0 : -1}
      draggable={props.isDraggable && !props.isRenaming}
      style={{ transform: `translateY(${props.top}px)`, paddingLeft: indent }}
      className={classNames(
        'group/row absolute inset-x-0 flex h-7 cursor-default [contain:layout_size_style] select-none items-center gap-1.5 pr-1.5 hover:bg-hover focus-visible:outline-offset-[-2px]',
        isSelected &&
          'bg-selected hover:bg-selected forced-colors:bg-[Highlight] forced-colors:text-[HighlightText]',
        isShown && 'shadow-[inset_2px_0_var(--accent)]',
        props.isCut && 'opacity-50',
        props.isDropTarget && 'bg-accent-soft outline-2 outline-accent outline-dashed outline-offset-[-2px]',
        row.isGroup && 'font-semibold text-secondary text-sm',
      )}
    >
      <span data-toggle className="flex size-4 shrink-0 items-center justify-center text-muted">
        {isOpen !== undefined && (
          <TreeIcon name="open" className={isOpen ? 'size-3.5 rotate-90' : 'size-3.5'} />
        )}
      </span>
      {!row.isGroup && (
        <TreeIcon
          name={row.kind}
          className={row.isProtected ? 'size-3.5 shrink-0 text-protected' : 'size-3.5 shrink-0 text-muted'}
        />
      )}
      <Name {...props} />
      {row.isProtected && !props.isRenaming && (
        <span className="shrink-0 rounded bg-protected-soft px-1 text-protected text-xs">protected</span>
      )}
      {addLabel && (
        <button
          type="button"
          data-add
          tabIndex={-1}
          aria-hidden
          title={addLabel}
          className={classNames(
            'flex size-5 shrink-0 items-center justify-center rounded text-muted hover:bg-line hover:text-primary',
            !row.isGroup && 'invisible group-hover/row:visible group-focus/row:visible',
          )}
        >
          <TreeIcon name="add" className="size-3.5" />
        </button>
      )}
      {hasState(row) && <StateDot state={row.state} note={row.node?.stale && staleNote(row.node.stale)} />}
    </div>
  );
};

/** One line of the tree. It only shows; what is done to it is heard by the tree around it. */
export const TreeRowView = memo(ShownRow);
