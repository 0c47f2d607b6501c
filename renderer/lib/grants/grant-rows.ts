import { Box, Folder, GitBranch, Layers, type LucideIcon, Server } from 'lucide-react';
import type { ScopeKind } from '#shared/model/nodes.ts';
import type { CheckTreeRow } from '../../ui/form/check-tree.tsx';
import { type Reason, reasonText } from '../../ui/reason.ts';
import { sortByName } from '../tree/sort-by-name.ts';
import { inheritedWords, type MarkIndex, markOf } from './grant-marks.ts';
import type { ScopeIndex, ScopeNode } from './scope-index.ts';

export const scopeIcons: Readonly<Record<ScopeKind, LucideIcon>> = {
  project: Folder,
  environment: Layers,
  service: Box,
  server: Server,
  gitProvider: GitBranch,
};

const kindOrder: Readonly<Record<string, number>> = { project: 0, server: 1, gitProvider: 2 };

const childrenOf = ({ childrenOf: children }: ScopeIndex, id: string): ScopeNode[] =>
  sortByName([...(children.get(id) ?? [])]).sort(
    (a, b) => (kindOrder[a.kind] ?? 0) - (kindOrder[b.kind] ?? 0),
  );

/** Nodes that fit the filter, and what is above them; undefined for all. */
export const fittingNodes = (index: ScopeIndex, filter: string): ReadonlySet<string> | undefined => {
  const text = filter.trim().toLowerCase();
  if (text === '') return undefined;
  const fitting = new Set<string>();
  for (const node of index.byId.values()) {
    if (node.kind === 'organization' || !node.name.toLowerCase().includes(text)) continue;
    for (
      let up: ScopeNode | undefined = node;
      up && !fitting.has(up.id);
      up = index.byId.get(up.parentId ?? '')
    )
      fitting.add(up.id);
  }
  return fitting;
};

interface RowsInput {
  readonly organizationId: string;
  readonly index: ScopeIndex;
  readonly marks: MarkIndex;
  readonly open: ReadonlySet<string>;
  /** While filtering, everything that fits is open. */
  readonly fitting: ReadonlySet<string> | undefined;
  /** Why nothing can be changed at all. */
  readonly lockedReason: Reason | undefined;
}

const toRow = (
  input: RowsInput,
  node: ScopeNode,
  level: number,
  isOpen: boolean | undefined,
): CheckTreeRow => {
  const mark = markOf(input.marks, node.id);
  const inherited = inheritedWords(mark);
  const isInherited = inherited !== undefined && !mark.isOwn;
  return {
    id: node.id,
    name: node.name,
    level,
    icon: node.kind === 'organization' ? Folder : scopeIcons[node.kind],
    kind: node.kind,
    check: mark.isOwn || isInherited ? 'all' : mark.hasBelow ? 'some' : 'none',
    inertReason: isInherited ? inherited : reasonText(input.lockedReason),
    note: mark.isOwn ? inherited && `also ${inherited}` : undefined,
    change: mark.change,
    isOpen,
  };
};

/** The rows in sight of the tree of grants: what is closed or does not fit is left out. */
export const grantRows = (input: RowsInput): CheckTreeRow[] => {
  const rows: CheckTreeRow[] = [];
  const visit = (parentId: string, level: number): void => {
    for (const node of childrenOf(input.index, parentId)) {
      if (input.fitting && !input.fitting.has(node.id)) continue;
      const hasChildren = (input.index.childrenOf.get(node.id)?.length ?? 0) > 0;
      const isOpen = input.open.has(node.id) || input.fitting !== undefined;
      rows.push(toRow(input, node, level, hasChildren ? isOpen : undefined));
      if (hasChildren && isOpen) visit(node.id, level + 1);
    }
  };
  visit(input.organizationId, 1);
  return rows;
};
