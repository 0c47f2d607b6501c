import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError } from '#shared/model/errors.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { AccessIndex, IndexedNode } from '../access/index.ts';
import type { ReferenceField } from './references.ts';

const notFound = (kind: NodeKind, id: string): AppError => new AppError('NOT_FOUND', { kind, id });

const visibleNode = (access: AccessIndex, accountId: string, kind: NodeKind, id: string): IndexedNode => {
  const node = access.node(id);
  if (!node || node.kind !== kind || !access.canSee(accountId, id)) throw notFound(kind, id);
  return node;
};

const isAbove = (ancestor: IndexedNode, node: IndexedNode): boolean => {
  for (let above: IndexedNode | null = node; above; above = above.parent) if (above === ancestor) return true;
  return false;
};

const belongsBelow = (kind: NodeKind, ancestor: NodeKind): boolean => {
  const { parent } = nodeKinds[kind];
  return parent !== null && (parent === ancestor || belongsBelow(parent, ancestor));
};

const demand = (access: AccessIndex, accountId: string, permission: Permission, node: IndexedNode): void => {
  if (access.can(accountId, permission, node.id)) return;
  throw new AppError('FORBIDDEN', {
    permission,
    nodeId: node.id,
    wouldGrant: `Ask an Owner for a role or a grant on ${node.kind} “${node.name ?? node.id}” that holds it.`,
  });
};

/**
 * Resolves every id of an input and decides. An id that is unknown, of another kind, of another
 * organization than the target's, or invisible to the caller answers NOT_FOUND alike; a visible node
 * without the permission answers FORBIDDEN. Returns the target, or null for a procedure without one.
 */
export const authorize = (
  access: AccessIndex,
  accountId: string,
  meta: ProcedureMeta,
  fields: readonly ReferenceField[],
  input: Readonly<Record<string, unknown>>,
): IndexedNode | null => {
  if (!meta.open && !(meta.permission && meta.target)) {
    throw new AppError('FORBIDDEN', { permission: '(none)', wouldGrant: 'This operation has no policy.' });
  }
  const named = fields.flatMap(({ field, kind, permission }) => {
    const id = input[field];
    return typeof id === 'string'
      ? [{ field, permission, node: visibleNode(access, accountId, kind, id) }]
      : [];
  });
  const target = named.find(({ field }) => field === (meta.target ?? 'organizationId'))?.node ?? null;
  if (meta.target && !target) throw notFound(meta.targetKind ?? 'organization', '');
  for (const { node } of named) {
    if (!target) continue;
    const isForeign = node.organizationId !== target.organizationId;
    if (isForeign || (belongsBelow(node.kind, target.kind) && !isAbove(target, node))) {
      throw notFound(node.kind, node.id);
    }
  }
  if (meta.permission && target) demand(access, accountId, meta.permission, target);
  for (const { node, permission } of named) if (permission) demand(access, accountId, permission, node);
  return target;
};
