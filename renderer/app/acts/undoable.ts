import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { errorCode, errorText } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { actOnEach, countWords, type Outcome, refusalWords } from '../../lib/many/act-on-each.ts';
import { patchTree } from '../../lib/tree/optimistic-tree.ts';
import { showToast } from '../../state/toast.ts';
import { undoQueue } from '../../state/undo.ts';
import { namesOf } from './node-words.ts';

/** Renames at once on the screen; answers a sentence when the host refused, and takes it back. */
export async function rename(
  organizationId: string,
  node: TreeNode,
  name: string,
): Promise<string | undefined> {
  const takeBack = patchTree(organizationId, node.id, { name });
  try {
    await registry[node.kind].rename(node.id, name);
    return undefined;
  } catch (error) {
    takeBack();
    return errorText(error);
  }
}

/** Moves at once on the screen; throws, and takes it back, when the host refused. */
export async function move(organizationId: string, node: TreeNode, parentId: string): Promise<void> {
  const takeBack = patchTree(organizationId, node.id, { parentId });
  try {
    await registry[node.kind].move?.run(node.id, parentId);
  } catch (error) {
    takeBack();
    throw error;
  }
}

/** Lets a rename be taken back, unless somebody else gave it another name meanwhile. */
export function offerOldName(organizationId: string, node: TreeNode, name: string): void {
  undoQueue.add({
    title: `Renamed ${node.name} to ${name}`,
    undo: orSaid(async () => {
      const now = await nodeOfHost(organizationId, node.id);
      if (!now) return `${name} is not there any more.`;
      if (now.name !== name) return `Meanwhile it was renamed to ${now.name}.`;
      return rename(organizationId, now, node.name);
    }),
  });
}

/** Lets a move be taken back: each goes to where it came from, unless it was moved on meanwhile. */
export function offerOldPlaces(
  organizationId: string,
  moved: readonly TreeNode[],
  { id: parentId, name: target }: TreeNode,
): void {
  undoQueue.add({
    title: `Moved ${namesOf(moved)} to ${target}`,
    undo: orSaid(async () => {
      const { nodes } = await rpc.tree.get({ organizationId });
      const here = new Set(nodes.filter((node) => node.parentId === parentId).map(({ id }) => id));
      const isHere = ({ id }: TreeNode): boolean => here.has(id);
      const back = await actOnEach(moved.filter(isHere), (node) =>
        move(organizationId, node, node.parentId ?? ''),
      );
      const gone = moved
        .filter((node) => !isHere(node))
        .map((of) => ({ of, problem: `it is not in ${target} any more.` }));
      return whyNotAll('moved back', [...back, ...gone]);
    }),
  });
}

interface HeldDeletion {
  readonly nodes: readonly TreeNode[];
  /** What goes with the one node of what would stay on its server. */
  readonly volumes: readonly string[];
  readonly onUndone: () => void;
}

/** Holds a deletion for as long as it can be taken back; what is refused stays, with the reason. */
export function holdDeletion({ nodes, volumes, onUndone }: HeldDeletion): void {
  const names = namesOf(nodes) + withVolumes(volumes);
  undoQueue.add({
    title: `Deleted ${names}`,
    undo: async () => {
      onUndone();
      return undefined;
    },
    held: {
      nodeIds: nodes.map(({ id }) => id),
      doing: `Deleting ${names}`,
      nowLabel: 'Delete now',
      refusedTitle: nodes.length === 1 ? `${names} was not deleted` : 'Not all of them were deleted',
      perform: async () => whyNotAll('deleted', await actOnEach(nodes, (node) => remove(node, volumes))),
    },
  });
}

/** Says what kept it from being tried at all, such as a host that does not answer. */
function orSaid(act: () => Promise<string | undefined>): () => Promise<string | undefined> {
  return () => act().catch(errorText);
}

/** What is said where some, or the only one, were refused; nothing where none was. */
function whyNotAll(done: string, outcomes: readonly Outcome<TreeNode>[]): string | undefined {
  const why = refusalWords(outcomes);
  return why && outcomes.length > 1 ? `${countWords(done, outcomes)}. ${why}` : why;
}

/** A node as the host knows it: what this window shows may be a moment older. */
async function nodeOfHost(organizationId: string, nodeId: string): Promise<TreeNode | undefined> {
  const { nodes } = await rpc.tree.get({ organizationId });
  return nodes.find(({ id }) => id === nodeId);
}

/** ` with its volumes data and logs`; nothing where none goes. */
function withVolumes(volumes: readonly string[]): string {
  if (volumes.length === 0) return '';
  return ` with its ${volumes.length === 1 ? 'volume' : 'volumes'} ${volumes.join(', ')}`;
}

async function remove(node: TreeNode, volumes: readonly string[]): Promise<void> {
  try {
    const { orphaned = [] } = await registry[node.kind].remove(node.id, node.name, volumes);
    if (orphaned.length > 0) tellOrphans(node, orphaned);
  } catch (error) {
    // it is gone, by whomever
    if (errorCode(error) !== 'NOT_FOUND') throw error;
  }
}

const tellOrphans = (node: TreeNode, orphaned: readonly string[]): void =>
  showToast({
    tone: 'danger',
    title: `${node.name} is deleted, but something stays on its server`,
    detail: `The server could not be reached: ${orphaned.join(', ')}. It is removed when it can be reached again.`,
  });
