import { ListFilter, X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { changeSet } from '../../lib/change-set.ts';
import { useRouteNodeId } from '../../lib/navigation.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { setExpanded } from '../../state/tree.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { focusTreeRow } from './focus-row.ts';
import { Tree } from './tree.tsx';
import { TreeIconSheet } from './tree-icons.tsx';
import { groupId } from './tree-index.ts';
import { filterWords } from './tree-view.ts';
import { useTreeView } from './use-tree-view.ts';

const none: readonly never[] = [];
const noneOpened: ReadonlySet<string> = new Set();

interface FilterFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const FilterField = ({ value, onChange }: FilterFieldProps) => {
  const input = useRef<HTMLInputElement>(null);
  useShortcut('mod+shift+f', 'Filter the tree', () => input.current?.select());
  useShortcut('/', 'Filter the tree', () => input.current?.select());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      onChange('');
    }
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    focusTreeRow();
  };
  return (
    <div className="relative flex-1">
      <ListFilter aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-3.5 text-muted" />
      <input
        ref={input}
        aria-label="Filter the tree"
        placeholder="Filter"
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded border border-line bg-canvas pr-7 pl-7 placeholder:text-muted hover:border-strong"
      />
      {value !== '' && (
        <IconButton
          label="Clear the filter"
          icon={X}
          size="xs"
          className="absolute top-1 right-1"
          onClick={() => onChange('')}
        />
      )}
    </div>
  );
};

/** Opens what is above the shown node, once each time another one is shown; one that was just made comes a moment later. */
const useReveal = (nodes: readonly TreeNode[] | undefined): void => {
  const nodeId = useRouteNodeId();
  const isThere = nodeId !== undefined && indexOf(nodes ?? none).byId.has(nodeId);
  const reveal = useEffectEvent((id: string) => {
    const { byId } = indexOf(nodes ?? none);
    const above: string[] = [];
    for (let up = byId.get(id); up; up = byId.get(up.parentId ?? '')) {
      if (up.id !== id) above.push(up.id);
      above.push(groupId(up.kind));
    }
    setExpanded(above, true);
  });
  useEffect(() => {
    if (isThere) reveal(nodeId);
  }, [isThere, nodeId]);
};

/** The left panel: a filter, and the tree of everything in the organization. */
export const TreePanel = ({ organizationId }: { readonly organizationId: string }) => {
  const { data: nodes, error, refetch, isPending } = useTree(organizationId);
  const [filter, setFilter] = useState('');
  const [opened, setOpened] = useState(noneOpened);
  const view = useTreeView(nodes ?? none, filter, opened);
  const words = filterWords(filter);
  useReveal(nodes);
  const isFiltering = words.length > 0;

  const setOpen = useCallback(
    (ids: readonly string[], isOpen: boolean) => {
      if (!isFiltering) return setExpanded(ids, isOpen);
      setOpened((before) => changeSet(before, ids, isOpen));
    },
    [isFiltering],
  );
  const changeFilter = (next: string): void => {
    setFilter(next);
    setOpened(noneOpened);
  };

  return (
    <div className="flex h-full min-h-0 flex-col bg-panel">
      <TreeIconSheet />
      <div className="flex items-center gap-1 p-2">
        <FilterField value={filter} onChange={changeFilter} />
      </div>
      {error && !nodes && (
        <div className="p-2">
          <InlineError error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {isPending && !error && (
        <div className="p-3">
          <Spinner label="Loading the tree" />
        </div>
      )}
      {nodes && <Tree organizationId={organizationId} view={view} words={words} onSetOpen={setOpen} />}
      <ChosenBar view={view} />
      <p
        role="status"
        className={isFiltering ? 'border-line border-t px-3 py-1 text-muted text-sm' : 'sr-only'}
      >
        {isFiltering && (view.hits === 0 ? `Nothing fits “${filter.trim()}”` : `${view.hits} found`)}
      </p>
    </div>
  );
};
