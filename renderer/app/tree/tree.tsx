import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import { registry } from '../../features/registry.ts';
import { useRouteNodeId } from '../../lib/navigation.ts';
import { isMac } from '../../lib/shortcuts.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { pinTab } from '../../state/tabs.ts';
import { setCut, setRenaming, stepChoice, useTreeState } from '../../state/tree.ts';
import { useLeavingIds } from '../../state/undo.ts';
import { ContextMenu } from '../../ui/menu/context-menu.tsx';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { useVirtualRows } from '../../ui/use-virtual-rows.ts';
import { childEntries, renameNode } from '../acts/node-commands.ts';
import { lineTo, type TreeRow } from './tree-index.ts';
import { rowHeight, TreeRowView } from './tree-row.tsx';
import { placeInSet, type TreeView } from './tree-view.ts';
import { useTreeActions } from './use-tree-actions.ts';
import { useTreeChoice } from './use-tree-choice.ts';
import { useTreeDrag } from './use-tree-drag.ts';
import { useTreeFocus } from './use-tree-focus.ts';
import { useTreeKeyboard } from './use-tree-keyboard.ts';

interface TreeProps {
  readonly organizationId: string;
  readonly view: TreeView;
  readonly words: readonly string[];
  /** Opens or closes rows; while filtering that is another set than usual. */
  readonly onSetOpen: (ids: readonly string[], isOpen: boolean) => void;
}

const rowIdOf = (event: MouseEvent): string =>
  (event.target instanceof Element && event.target.closest<HTMLElement>('[data-row]')?.dataset.row) || '';

const isOn = (event: MouseEvent, part: string): boolean =>
  event.target instanceof Element && event.target.closest(part) !== null;

interface DrawnRow {
  readonly at: number;
  /** Elements are used again for the row that takes the place, which is far cheaper than making new ones. */
  readonly key: string;
}

/** Rows in sight, and the focused one wherever it is: a focused element must not vanish. */
const drawnRows = (start: number, end: number, focused: number, count: number): DrawnRow[] => {
  const places = Math.max(1, end - start);
  const drawn = Array.from({ length: end - start }, (_, offset) => {
    const at = start + offset;
    return { at, key: String(at % places) };
  });
  if (focused < count && (focused < start || focused >= end)) drawn.push({ at: focused, key: 'focused' });
  return drawn;
};

const addLabelOf = (row: TreeRow): string | undefined => {
  const made = row.isGroup ? registry[row.kind] : childEntries(row.kind)[0];
  return made && `New ${made.label.toLowerCase()}`;
};

/** The tree itself: a virtual list of rows with one tab stop. */
export const Tree = ({ organizationId, view, words, onSetOpen }: TreeProps) => {
  const { index } = view;
  const check = usePermissionCheck();
  const selectedId = useRouteNodeId();
  const { cutIds, renamingId } = useTreeState();
  const [menuItems, setMenuItems] = useState<readonly MenuEntry[]>([]);
  const { focusedId, setFocusedId, refocus, handlers: focusHandlers } = useTreeFocus();
  const leavingIds = useLeavingIds();
  const count = view.shown.length;
  const { scrollRef, start, end, totalHeight, scrollToIndex } = useVirtualRows({
    count,
    rowHeight,
    overscan: 4,
  });

  const positionOf = (id: string | undefined): number => index.positionOf.get(id ?? '') ?? -1;
  const shownAtOf = (id: string | undefined): number => view.shownAt[positionOf(id)] ?? -1;
  const rowAt = (at: number): TreeRow | undefined => index.rows[view.shown[at] ?? -1];
  const focusedAt = Math.max(0, [focusedId, selectedId].map(shownAtOf).find((at) => at >= 0) ?? 0);

  const choice = useTreeChoice(view, focusedAt, selectedId);
  const actions = useTreeActions(organizationId, index, choice);
  const drag = useTreeDrag(organizationId, index, choice);

  const selectedAt = shownAtOf(selectedId);
  const scrolledToId = useRef<string>(undefined);
  useEffect(() => {
    if (selectedId === scrolledToId.current || selectedAt < 0) return;
    scrolledToId.current = selectedId;
    scrollToIndex(selectedAt);
  }, [selectedId, selectedAt, scrollToIndex]);

  const toggle = (id: string): void => onSetOpen([id], view.isOpen[positionOf(id)] !== 1);
  const withRow = (at: number, act: (row: TreeRow) => void): void => {
    const row = rowAt(at);
    if (row) act(row);
  };
  const focus = (at: number): void => {
    setFocusedId(rowAt(at)?.id);
    scrollToIndex(at);
  };
  const openPage = (row: TreeRow): void => {
    stepChoice({ type: 'open', id: row.id });
    actions.openPage(row);
  };
  const onKeyDown = useTreeKeyboard(view, focusedAt, {
    focus,
    setOpen: (at, isOpen) => withRow(at, ({ id }) => onSetOpen([id], isOpen)),
    openPage: (at) => withRow(at, (row) => (row.isGroup ? toggle(row.id) : openPage(row))),
    run: (at, command) => withRow(at, (row) => actions.run(row, command)),
    toggleChoice: choice.toggle,
    extendChoice: (at, adds) => {
      choice.extendTo(at, adds, 'keys');
      focus(at);
    },
    chooseSiblings: choice.chooseSiblings,
    cancel: () => (choice.chosen.length > 0 ? stepChoice({ type: 'clear' }) : setCut([])),
  });

  const clickRow = (row: TreeRow, position: number, isToggle: boolean): void => {
    const hasChildren = (index.end[position] ?? 0) > position + 1;
    if (!isToggle && !row.isGroup) stepChoice({ type: 'open', id: row.id });
    if (hasChildren && (isToggle || row.isGroup || row.id === selectedId)) toggle(row.id);
    else if (!row.isGroup) {
      if (hasChildren) onSetOpen([row.id], true);
      openPage(row);
    }
  };
  /** Ctrl or ⌘ takes one more or one less, Shift all up to here. */
  const chooseByMouse = (event: MouseEvent, row: TreeRow): boolean => {
    const isMod = isMac ? event.metaKey : event.ctrlKey;
    if (!(isMod || event.shiftKey) || isOn(event, '[data-add], [data-toggle]')) return false;
    if (event.shiftKey) choice.extendTo(shownAtOf(row.id), isMod, 'mouse');
    else choice.toggle(shownAtOf(row.id));
    return true;
  };
  const onClick = (event: MouseEvent): void => {
    const position = positionOf(rowIdOf(event));
    const row = index.rows[position];
    if (!row || isOn(event, 'input')) return;
    setFocusedId(row.id);
    if (chooseByMouse(event, row)) return;
    if (isOn(event, '[data-add]')) actions.create(row);
    else clickRow(row, position, isOn(event, '[data-toggle]'));
  };
  const onContextMenu = (event: MouseEvent): void => {
    const row = index.rows[positionOf(rowIdOf(event))] ?? rowAt(focusedAt);
    setFocusedId(row?.id);
    if (row && !choice.isOneOfMany(row)) stepChoice({ type: 'clear' });
    setMenuItems(row ? actions.menuOf(row) : []);
  };

  const onRename = useCallback(
    async (id: string, name: string) => {
      const node = index.rows[index.positionOf.get(id) ?? -1]?.node;
      return node && renameNode(organizationId, node, name);
    },
    [index, organizationId],
  );
  const onRenameEnd = useCallback(() => {
    setRenaming(undefined);
    refocus();
  }, [refocus]);

  return (
    <ContextMenu items={menuItems}>
      <div
        ref={scrollRef}
        role="tree"
        aria-label="Everything in this organization"
        aria-multiselectable
        tabIndex={-1}
        onKeyDown={renamingId ? undefined : onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => pinTab(organizationId, rowIdOf(event))}
        onContextMenuCapture={onContextMenu}
        {...focusHandlers}
        {...drag.handlers}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none"
      >
        <div role="none" className="relative" style={{ height: totalHeight }}>
          {drawnRows(start, end, focusedAt, count).map(({ at, key }) => {
            const position = view.shown[at] ?? 0;
            const row = index.rows[position];
            if (!row) return null;
            const { move } = registry[row.kind];
            return (
              <TreeRowView
                key={row.id === renamingId ? row.id : key}
                row={row}
                level={index.level[position] ?? 1}
                {...placeInSet(view, position)}
                top={at * rowHeight}
                isOpen={(index.end[position] ?? 0) > position + 1 ? view.isOpen[position] === 1 : undefined}
                isSelected={choice.has(row.id)}
                isShown={row.id === selectedId}
                isFocused={at === focusedAt}
                isCut={cutIds.includes(row.id)}
                isLeaving={leavingIds.size > 0 && lineTo(index, position).some((id) => leavingIds.has(id))}
                isDropTarget={row.id === drag.targetId}
                isRenaming={row.id === renamingId}
                isDraggable={
                  !row.isGroup && move !== undefined && check(move.permission, row.id) === undefined
                }
                words={words}
                addLabel={addLabelOf(row)}
                onRename={onRename}
                onRenameEnd={onRenameEnd}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
};
