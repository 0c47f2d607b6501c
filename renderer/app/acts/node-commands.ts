import type { TreeNode } from '#shared/contract/tree.ts';
import { deepLinkTo } from '#shared/model/deep-link.ts';
import { registry } from '../../features/registry.ts';
import { errorText } from '../../lib/errors.ts';
import type { ActionContext, FeatureEntry, NodeAction } from '../../lib/feature.ts';
import { isDesktop } from '../../lib/host/port-link.ts';
import { actOnEach, countWords, refusalWords } from '../../lib/many/act-on-each.ts';
import { nodePath } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { dialogSearch } from '../../lib/pages/use-address-dialog.ts';
import { showToast } from '../../state/toast.ts';
import { setCut, setRenaming } from '../../state/tree.ts';
import { namesOf } from './node-words.ts';
import { move, offerOldName, offerOldPlaces, rename } from './undoable.ts';

const entries: readonly FeatureEntry[] = Object.values(registry);

/** The kinds that can be created below this one. */
export const childEntries = (kind: TreeNode['kind']): readonly FeatureEntry[] =>
  entries.filter(({ parentKind }) => parentKind === kind);

/** Renames at once on the screen, to be taken back for ten seconds; answers a sentence when the host refused. */
export const renameNode = async (
  organizationId: string,
  node: TreeNode,
  name: string,
): Promise<string | undefined> => {
  const refusal = await rename(organizationId, node, name);
  if (!refusal) offerOldName(organizationId, node, name);
  return refusal;
};

/** Whether a node may hang below another: never where it hangs already. */
export const canHold = (parent: TreeNode | undefined, node: TreeNode | undefined): boolean => {
  if (!parent || !node || node.parentId === parent.id) return false;
  const entry = registry[node.kind];
  return entry.move !== undefined && entry.parentKind === parent.kind;
};

const needsPlan = (node: TreeNode): boolean => registry[node.kind].move?.plan?.isNeeded(node) === true;

/**
 * Moves at once on the screen, to be taken back for ten seconds; says why where the host refused. One alone whose move does
 * something on servers shows first what that is.
 */
export const moveNodes = async (
  organizationId: string,
  nodes: readonly TreeNode[],
  parent: TreeNode,
): Promise<void> => {
  setCut([]);
  const [only] = nodes;
  if (only && nodes.length === 1 && needsPlan(only) && canHold(parent, only)) {
    openDialog({ type: 'move', nodes, parentId: parent.id });
    return;
  }
  const isFit = (node: TreeNode): boolean => canHold(parent, node) && !needsPlan(node);
  const [fitting, others] = [nodes.filter(isFit), nodes.filter((node) => !isFit(node))];
  const outcomes = [
    ...(await actOnEach(fitting, (node) => move(organizationId, node, parent.id))),
    ...others.map((of) => ({ of, problem: whyNotIn(parent, of) })),
  ];
  const moved = outcomes.filter(({ problem }) => problem === undefined).map(({ of }) => of);
  if (moved.length > 0) offerOldPlaces(organizationId, moved, parent);
  const detail = refusalWords(outcomes);
  if (!detail) return;
  const title = nodes.length === 1 ? `${namesOf(nodes)} was not moved` : countWords('moved', outcomes);
  showToast({ tone: 'danger', title, detail });
};

const whyNotIn = (parent: TreeNode, node: TreeNode): string => {
  if (node.parentId === parent.id) return `it is in ${parent.name} already.`;
  return canHold(parent, node)
    ? 'it runs: move it by itself, and look at the plan first.'
    : `${registry[node.kind].plural.toLowerCase()} cannot be moved there.`;
};

/** Begins editing a name in the tree, or in a dialog where the tree is folded away. */
export const startRename = (node: TreeNode): void => {
  const isTreeShown = document.querySelector('[role=treeitem][id^="tree-"]') !== null;
  if (isTreeShown) setRenaming(node.id);
  else openDialog({ type: 'rename', node });
};

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

/** Copies the address by which anybody who may see the node opens it: in the installed app, or in a browser from this host. */
export async function copyLink(organizationId: string, { kind, id, name }: TreeNode): Promise<void> {
  const path = nodePath(organizationId, kind, id);
  const link = isDesktop ? deepLinkTo(path) : new URL(path, location.origin).href;
  try {
    await navigator.clipboard.writeText(link);
    showToast({ tone: 'success', title: `The link to ${name} is copied` });
  } catch {
    // a browser has no clipboard for a page that came without TLS
    showToast({ tone: 'danger', title: 'The browser refused; copy the link by hand', detail: link });
  }
}

export const startDelete = (node: TreeNode): void => openDialog({ type: 'delete', node });
export const startDuplicate = (node: TreeNode): void => openDialog({ type: 'duplicate', node });
export const startMove = (node: TreeNode): void => openDialog({ type: 'move', nodes: [node] });
