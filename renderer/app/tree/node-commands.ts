import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { errorText } from '../../lib/errors.ts';
import type { ActionContext, FeatureEntry, NodeAction } from '../../lib/feature.ts';
import { nodePath } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { dialogSearch } from '../../lib/pages/use-address-dialog.ts';
import { patchTree } from '../../lib/tree/optimistic-tree.ts';
import { showToast } from '../../state/toast.ts';
import { setCut, setRenaming } from '../../state/tree.ts';

const entries: readonly FeatureEntry[] = Object.values(registry);

/** The kinds that can be created below this one. */
export const childEntries = (kind: TreeNode['kind']): readonly FeatureEntry[] =>
  entries.filter(({ parentKind }) => parentKind === kind);

/** Renames at once on the screen; answers a sentence when the host refused, and takes it back. */
export const renameNode = async (
  organizationId: string,
  node: TreeNode,
  name: string,
): Promise<string | undefined> => {
  const undo = patchTree(organizationId, node.id, { name });
  try {
    await registry[node.kind].rename(node.id, name);
    return undefined;
  } catch (error) {
    undo();
    return errorText(error);
  }
};

/** Whether a node may hang below another: never where it hangs already. */
export const canHold = (parent: TreeNode | undefined, node: TreeNode | undefined): boolean => {
  if (!parent || !node || node.parentId === parent.id) return false;
  const entry = registry[node.kind];
  return entry.move !== undefined && entry.parentKind === parent.kind;
};

/** Moves at once on the screen; says why and takes it back when the host refused. */
export const moveNode = async (organizationId: string, node: TreeNode, parentId: string): Promise<void> => {
  const move = registry[node.kind].move;
  if (!move) return;
  const undo = patchTree(organizationId, node.id, { parentId });
  setCut(undefined);
  try {
    await move.run(node.id, parentId);
  } catch (error) {
    undo();
    showToast({ tone: 'danger', title: `${node.name} was not moved`, detail: errorText(error) });
  }
};

/** Begins editing a name in the tree. */
export const startRename = (node: TreeNode): void => setRenaming(node.id);

/** Runs an action of a node, or goes to the page and the dialog that do it. */
export function runAction({ page, dialog, run }: NodeAction, node: TreeNode, context: ActionContext): void {
  const path = nodePath(context.organizationId, node.kind, node.id, page);
  if (!run) {
    context.go(dialog ? `${path}${dialogSearch(dialog)}` : path);
    return;
  }
  Promise.resolve(run(node, context)).catch((error: unknown) =>
    showToast({ tone: 'danger', title: `${node.name}: not done`, detail: errorText(error) }),
  );
}

export const startDelete = (node: TreeNode): void => openDialog({ type: 'delete', node });
export const startDuplicate = (node: TreeNode): void => openDialog({ type: 'duplicate', node });
export const startMove = (node: TreeNode): void => openDialog({ type: 'move', node });
