import type { TreeNode } from '#shared/contract/tree.ts';
import { AppError } from '#shared/model/errors.ts';
import { treeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../../access/index.ts';
import { isOpenTo } from '../../rpc/index.ts';
import { type TreeContext, treeNodeOf } from './tree.ts';

const isNamed = (node: IndexedNode, name: string): boolean => node.name?.toLowerCase() === name.toLowerCase();

/**
 * Walks names from an organization down, without regard to case, over what the caller may see. A project
 * wins over a server of the same name; `acme/servers/web` names the server for certain.
 */
export const resolvePath = (context: TreeContext, path: string): TreeNode => {
  const { access } = context.store;
  const { subject } = context.caller;
  const missing = (): never => {
    throw new AppError('NOT_FOUND', { kind: 'node', id: path });
  };
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '');
  const open = access.organizationsOf(subject).filter((id) => isOpenTo(context.caller, id));
  const roots = open.flatMap((id) => access.node(id) ?? []);
  const root = roots.find((node) => isNamed(node, first)) ?? missing();

  const step = (node: IndexedNode, name: string, kinds: readonly string[]): IndexedNode => {
    const matches = [...node.children].filter(
      (child) => isNamed(child, name) && kinds.includes(child.kind) && access.canSee(subject, child.id),
    );
    return kinds.flatMap((kind) => matches.filter((child) => child.kind === kind))[0] ?? missing();
  };

  if (rest.length === 2 && rest[0] === 'servers') {
    const server = [...root.children].find(
      (child) => child.kind === 'server' && isNamed(child, rest[1] ?? '') && access.canSee(subject, child.id),
    );
    if (server) return treeNodeOf(context, server);
  }
  return treeNodeOf(
    context,
    rest.reduce((node, name) => step(node, name, treeKinds), root),
  );
};
