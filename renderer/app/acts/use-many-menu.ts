import { FolderInput, Scissors, SquareX, Trash2 } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { treeKinds } from '#shared/model/nodes.ts';
import { registry } from '../../features/registry.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { setCut, stepChoice } from '../../state/tree.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { mostAtOnce } from './node-words.ts';
import { outermost } from './reach.ts';
import { type ManyCheck, useManyCheck } from './use-many-check.ts';

const none: readonly never[] = [];

/** `3`, or `2 of 3` where some are refused. */
const countOf = ({ able, refused }: ManyCheck): string =>
  refused.length === 0 ? String(able.length) : `${able.length} of ${able.length + refused.length}`;

/** Where nothing at all can be done, why not to the first. */
const whyNone = ({ able, refused }: ManyCheck) => (able.length > 0 ? undefined : refused[0]?.reason);

/** The rows of the menu of several chosen nodes: each says of how many it can be done. */
export const useManyMenu = (): ((nodes: readonly TreeNode[]) => MenuEntry[]) => {
  const judge = useManyCheck();
  const check = usePermissionCheck();
  const { data = none } = useTree(useOrganizationId());

  const actions = (nodes: readonly TreeNode[]): MenuEntry[] =>
    treeKinds.flatMap((kind) =>
      (registry[kind].manyActions ?? []).flatMap((action) => {
        const many = judge(kind, action, nodes);
        const isMeant = many.able.length > 0 || many.refused.some(({ node }) => node.kind === kind);
        if (!isMeant) return [];
        return {
          id: `${kind}-${action.id}`,
          label: `${action.label} ${countOf(many)}…`,
          icon: action.icon,
          disabledReason: whyNone(many),
          run: () => openDialog({ type: 'many', kind, actionId: action.id, nodes }),
        };
      }),
    );

  const judgeMove = (nodes: readonly TreeNode[]): ManyCheck => {
    const why = (node: TreeNode) => {
      const { move, plural } = registry[node.kind];
      return move ? check(move.permission, node.id) : `${plural} cannot be moved.`;
    };
    return split(nodes, why);
  };

  const moves = (nodes: readonly TreeNode[]): MenuEntry[] => {
    if (!nodes.some(({ kind }) => registry[kind].move)) return [];
    const many = judgeMove(nodes);
    const disabledReason = whyNone(many);
    const { able } = many;
    return [
      {
        id: 'cut',
        label: `Cut ${countOf(many)}`,
        icon: Scissors,
        shortcut: 'mod+x',
        disabledReason,
        run: () => setCut(able.map(({ id }) => id)),
      },
      {
        id: 'move',
        label: `Move ${countOf(many)} to…`,
        icon: FolderInput,
        disabledReason,
        run: () => openDialog({ type: 'move', nodes: able }),
      },
    ];
  };

  const deletion = (chosen: readonly TreeNode[]): MenuEntry => {
    const nodes = outermost(chosen, indexOf(data));
    const many = split(nodes, ({ id, kind }) => check(registry[kind].permissions.delete, id));
    return {
      id: 'delete',
      label: `Delete ${countOf(many)}…`,
      icon: Trash2,
      shortcut: 'delete',
      isDanger: true,
      disabledReason:
        nodes.length > mostAtOnce ? `At most ${mostAtOnce} can be deleted at once.` : whyNone(many),
      run: () => openDialog({ type: 'delete-many', nodes }),
    };
  };

  return (nodes) => [
    ...actions(nodes),
    ...moves(nodes),
    'separator',
    {
      id: 'clear',
      label: `Choose none of the ${nodes.length}`,
      icon: SquareX,
      shortcut: 'escape',
      run: () => stepChoice({ type: 'clear' }),
    },
    'separator',
    deletion(nodes),
  ];
};

function split(
  nodes: readonly TreeNode[],
  why: (node: TreeNode) => ManyCheck['refused'][number]['reason'] | undefined,
) {
  const refused = nodes.flatMap((node) => {
    const reason = why(node);
    return reason ? [{ node, reason }] : [];
  });
  return { able: nodes.filter((node) => !why(node)), refused };
}
