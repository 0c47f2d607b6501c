import type { LucideIcon } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { fuzzyScore } from '../../features/palette/fuzzy.ts';

/** Something that can be done with, or shown of, every node of a kind. */
export interface NodeWay {
  readonly kind: TreeNode['kind'];
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly permission?: Permission | undefined;
  readonly ofThoseBelow?: TreeNode['kind'] | undefined;
  readonly isHarmful?: boolean | undefined;
  /** Further words that mean it, in lower case. */
  readonly words: readonly string[];
  readonly run: (node: TreeNode) => void;
}

export interface WayOfNode {
  readonly way: NodeWay;
  readonly node: TreeNode;
}

interface NodeWaySearch {
  readonly ways: readonly NodeWay[];
  /** The likeliest first: what was visited last before the rest. */
  readonly nodes: readonly TreeNode[];
  /** Where a node is, in lower case, such as `shop / production`. */
  readonly placeOf: (node: TreeNode) => string;
}

/** How many nodes are offered for one way. */
const mostNodes = 4;

/**
 * What “logs web” or “web stop” means: of the words typed, those that name a way choose it, and the others choose its
 * nodes. Words that name no way, such as the name of a node alone, find nothing here.
 */
export function nodeWaysFor(query: string, { ways, nodes, placeOf }: NodeWaySearch): WayOfNode[] {
  const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ways.flatMap((way) => {
    const known = wordsOf(way);
    const others = typed.filter((word) => !names(known, word));
    if (others.length === typed.length) return [];
    return nodesOf(way.kind, { nodes, placeOf }, others).map((node) => ({ way, node }));
  });
}

/** The words of a way one by one. */
function wordsOf({ label, words }: NodeWay): readonly string[] {
  return [label.toLowerCase(), ...words].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter(Boolean);
}

/** Whether a typed word begins one of these; a single letter says too little. */
function names(known: readonly string[], word: string): boolean {
  return word.length > 1 && known.some((each) => each.startsWith(word));
}

function nodesOf(
  kind: TreeNode['kind'],
  { nodes, placeOf }: Pick<NodeWaySearch, 'nodes' | 'placeOf'>,
  words: readonly string[],
): TreeNode[] {
  const fits = (node: TreeNode): boolean => {
    if (node.kind !== kind || node.isPath) return false;
    if (words.length === 0) return true;
    const text = `${node.name.toLowerCase()} ${placeOf(node)}`;
    return words.every((word) => fuzzyScore(text, word) !== undefined);
  };
  const found: TreeNode[] = [];
  for (const node of nodes) {
    if (fits(node)) found.push(node);
    if (found.length === mostNodes) break;
  }
  return found;
}
