import {
  CircleHelp,
  ClipboardPaste,
  Copy,
  FolderInput,
  Link,
  Pencil,
  Plus,
  Scissors,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { openWhy } from '../../lib/access/why-question.ts';
import { useGo, useOrganizationId } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { setCut, useTreeState } from '../../state/tree.ts';
import { heldOf, undoQueue } from '../../state/undo.ts';
import type { UndoEntry } from '../../state/undo-queue.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import {
  canHold,
  childEntries,
  copyLink,
  moveNodes,
  runAction,
  startDelete,
  startDuplicate,
  startMove,
  startRename,
} from './node-commands.ts';
import { namesOf } from './node-words.ts';
import { useActionRefusal } from './use-action-refusal.ts';

const none: readonly never[] = [];

/** Of what is deleted in a moment. */
const waysOfHeld = ({ id, act }: UndoEntry): MenuEntry[] => [
  {
    id: 'undo',
    label: 'Undo the deletion',
    icon: Undo2,
    shortcut: 'mod+z',
    run: () => void undoQueue.undo(id),
  },
  {
    id: 'delete-now',
    label: act.held?.nowLabel ?? '',
    icon: Trash2,
    shortcut: 'delete',
    isDanger: true,
    run: () => void undoQueue.end(id),
  },
];

const separated = (groups: readonly (readonly MenuEntry[])[]): MenuEntry[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, position) => (position === 0 ? group : ['separator' as const, ...group]));

/** The rows of a node's menu, the same in tree, page header and palette. */
export const useNodeMenu = (): ((node: TreeNode) => MenuEntry[]) => {
  const check = usePermissionCheck();
  const refusal = useActionRefusal();
  const organizationId = useOrganizationId();
  const go = useGo();
  const held = undoQueue.use((state) => state.entries);
  const cutIds = useTreeState((state) => state.cutIds);
  const { data: nodes = none } = useTree(organizationId);
  const cut = cutIds.flatMap((id) => indexOf(nodes).byId.get(id) ?? []);

  const creations = (node: TreeNode): MenuEntry[] =>
    childEntries(node.kind).map(({ kind, label, permissions }, position) => ({
      pageKeys: position === 0 ? 'n' : undefined,
      id: `create-${kind}`,
      label: `New ${label.toLowerCase()}…`,
      icon: Plus,
      disabledReason: check(permissions.create, node.id),
      run: () => openDialog({ type: 'create', kind, parentId: node.id }),
    }));

  const ownActions = (node: TreeNode): MenuEntry[] =>
    (registry[node.kind].actions ?? []).map((action) => ({
      id: action.id,
      label: action.label,
      icon: action.icon,
      pageKeys: action.key,
      disabledReason: refusal(action, node),
      run: () => runAction(action, node, { organizationId, go }),
    }));

  const moves = (node: TreeNode): MenuEntry[] => {
    const { move } = registry[node.kind];
    const items: MenuEntry[] = [];
    if (move) {
      const disabledReason = check(move.permission, node.id);
      items.push(
        {
          id: 'cut',
          label: 'Cut',
          icon: Scissors,
          shortcut: 'mod+x',
          disabledReason,
          run: () => setCut([node.id]),
        },
        { id: 'move', label: 'Move to…', icon: FolderInput, disabledReason, run: () => startMove(node) },
      );
    }
    const [fitting] = cut.filter((each) => canHold(node, each));
    if (fitting)
      items.push({
        id: 'paste',
        label: `Move ${namesOf(cut)} here`,
        icon: ClipboardPaste,
        shortcut: 'mod+v',
        disabledReason: check(registry[fitting.kind].permissions.create, node.id),
        run: () => void moveNodes(organizationId, cut, node),
      });
    return items;
  };

  const edits = (node: TreeNode): MenuEntry[] => {
    const { permissions, duplicate } = registry[node.kind];
    const items: MenuEntry[] = [
      {
        id: 'rename',
        label: 'Rename',
        icon: Pencil,
        shortcut: 'f2',
        disabledReason: check(permissions.update, node.id),
        run: () => startRename(node),
      },
    ];
    if (duplicate)
      items.push({
        id: 'duplicate',
        label: 'Duplicate…',
        icon: Copy,
        shortcut: 'mod+d',
        disabledReason: check(duplicate.permission, node.parentId ?? node.id),
        run: () => startDuplicate(node),
      });
    items.push({
      id: 'copy-link',
      label: 'Copy link',
      icon: Link,
      run: () => void copyLink(organizationId, node),
    });
    return items;
  };

  const deletion = (node: TreeNode): MenuEntry[] => [
    {
      id: 'delete',
      label: 'Delete…',
      icon: Trash2,
      shortcut: 'delete',
      isDanger: true,
      disabledReason: check(registry[node.kind].permissions.delete, node.id),
      run: () => startDelete(node),
    },
  ];

  /** Only where something is refused: the way to learn why, and to ask for it. */
  const questions = (node: TreeNode): MenuEntry[] => {
    const { permissions, actions = [] } = registry[node.kind];
    const wanted = [
      permissions.update,
      ...actions.map(({ permission }) => permission),
      ...childEntries(node.kind).map((child) => child.permissions.create),
      permissions.delete,
    ];
    const missing = wanted.find((permission) => permission && check(permission, node.id));
    if (!missing) return [];
    const run = (): void => openWhy({ nodeId: node.id, name: node.name, permission: missing });
    return [{ id: 'why', label: 'Why can I not…?', icon: CircleHelp, run }];
  };

  return (node) => {
    const entry = heldOf(held, node.id);
    if (entry) return waysOfHeld(entry);
    return separated([
      creations(node),
      ownActions(node),
      edits(node),
      moves(node),
      deletion(node),
      questions(node),
    ]);
  };
};
