import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { showToast } from '../../state/toast.ts';
import { setCut, useTreeState } from '../../state/tree.ts';
import { heldOf, undoQueue } from '../../state/undo.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { reasonText } from '../../ui/reason.ts';
import {
  canHold,
  childEntries,
  moveNodes,
  startDelete,
  startDuplicate,
  startRename,
} from '../acts/node-commands.ts';
import { useManyMenu } from '../acts/use-many-menu.ts';
import { useNodeMenu } from '../acts/use-node-menu.ts';
import type { TreeIndex, TreeRow } from './tree-index.ts';
import type { TreeChoice } from './use-tree-choice.ts';
import type { TreeCommand } from './use-tree-keyboard.ts';

/** What can be done to a row, whether by mouse, key or menu. */
interface TreeActions {
  readonly nodeById: (id: string | null | undefined) => TreeNode | undefined;
  readonly openPage: (row: TreeRow) => void;
  readonly create: (row: TreeRow) => void;
  readonly run: (row: TreeRow, command: TreeCommand) => void;
  readonly menuOf: (row: TreeRow) => readonly MenuEntry[];
}

const starts = {
  rename: startRename,
  delete: startDelete,
  duplicate: startDuplicate,
  cut: (node: TreeNode) => setCut([node.id]),
};

const permissionFor = (command: keyof typeof starts, node: TreeNode) => {
  const { permissions, duplicate, move } = registry[node.kind];
  const needed = {
    rename: permissions.update,
    delete: permissions.delete,
    duplicate: duplicate?.permission,
    cut: move?.permission,
  };
  return needed[command];
};

/** What is said where a key asks of several what can be done to one only. */
const oneOnly = {
  rename: 'Choose a single one to rename it.',
  duplicate: 'Choose a single one to duplicate it.',
};

export const useTreeActions = (
  organizationId: string,
  index: TreeIndex,
  choice: Pick<TreeChoice, 'isOneOfMany' | 'chosen'>,
): TreeActions => {
  const go = useGo();
  const check = usePermissionCheck();
  const nodeMenu = useNodeMenu();
  const manyMenu = useManyMenu();
  const cutIds = useTreeState((state) => state.cutIds);

  const nodeById = (id: string | null | undefined): TreeNode | undefined =>
    id ? index.rows[index.positionOf.get(id) ?? -1]?.node : undefined;

  const create = (row: TreeRow): void => {
    const kind = row.isGroup ? row.kind : childEntries(row.kind)[0]?.kind;
    if (!kind) return;
    const parentId = row.isGroup ? organizationId : row.id;
    const reason = check(registry[kind].permissions.create, parentId);
    if (reason) showToast({ tone: 'neutral', title: reasonText(reason) ?? '' });
    else openDialog({ type: 'create', kind, parentId });
  };

  const paste = (node: TreeNode): void => {
    const cut = cutIds.flatMap((id) => nodeById(id) ?? []);
    const parent = [node, nodeById(node.parentId)].find((candidate) =>
      cut.some((each) => canHold(candidate, each)),
    );
    if (parent) void moveNodes(organizationId, cut, parent);
  };

  const runOnMany = (command: Exclude<TreeCommand, 'paste'>): void => {
    if (command === 'rename' || command === 'duplicate') {
      showToast({ tone: 'neutral', title: oneOnly[command] });
      return;
    }
    const entry = manyMenu(choice.chosen).find((each) => each !== 'separator' && each.id === command);
    if (!entry || entry === 'separator') return;
    if (entry.disabledReason) showToast({ tone: 'neutral', title: reasonText(entry.disabledReason) ?? '' });
    else entry.run();
  };

  const run = (row: TreeRow, command: TreeCommand): void => {
    const { node } = row;
    if (!node) return;
    if (command !== 'paste' && choice.isOneOfMany(row)) {
      runOnMany(command);
      return;
    }
    const held = heldOf(undoQueue.use.getState().entries, node.id);
    if (held) {
      if (command === 'delete') void undoQueue.end(held.id);
      else showToast({ tone: 'neutral', title: `${node.name} is being deleted. Undo that first.` });
      return;
    }
    if (command === 'paste') {
      paste(node);
      return;
    }
    const permission = permissionFor(command, node);
    if (!permission) return;
    const reason = check(permission, node.id);
    if (reason) showToast({ tone: 'neutral', title: reasonText(reason) ?? '' });
    else starts[command](node);
  };

  const menuOf = (row: TreeRow): readonly MenuEntry[] => {
    if (choice.isOneOfMany(row)) return manyMenu(choice.chosen);
    if (row.node) return nodeMenu(row.node);
    const { label, permissions } = registry[row.kind];
    const disabledReason = check(permissions.create, organizationId);
    return [{ id: 'create', label: `New ${label.toLowerCase()}…`, disabledReason, run: () => create(row) }];
  };

  const openPage = (row: TreeRow): void => go(nodePath(organizationId, row.kind, row.id));
  return { nodeById, openPage, create, run, menuOf };
};
