import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError } from '#shared/model/errors.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { type AccessIndex, type IndexedNode, isAtOrAbove, wouldGrant } from '../access/index.ts';
import { idsAt, type ReferenceField } from './references.ts';

const notFound = (kind: NodeKind, id: string): AppError => new AppError('NOT_FOUND', { kind, id });

const visibleNode = (
  access: AccessIndex,
  subject: string,
  kinds: readonly NodeKind[],
  id: string,
): IndexedNode => {
  const node = access.node(id);
  if (node && kinds.includes(node.kind) && access.canSee(subject, id)) return node;
  throw notFound(kinds[0] ?? 'organization', id);
};

const belongsBelow = (kind: NodeKind, ancestor: NodeKind): boolean => {
  const { parent } = nodeKinds[kind];
  return parent !== null && (parent === ancestor || belongsBelow(parent, ancestor));
};

const demand = (
  access: AccessIndex,
  subject: string,
  permission: Permission,
  node: IndexedNode,
  isFiltered = false,
): void => {
  if (access.can(subject, permission, node.id)) return;
  if (isFiltered && access.canSomewhere(subject, permission, node.id)) return;
  throw new AppError('FORBIDDEN', {
    permission,
    nodeId: node.id,
    wouldGrant: wouldGrant(access, subject, permission, node),
  });
};

/**
 * Resolves every id of an input and decides. An id that is unknown, of another kind, of another
 * organization than the target's, or invisible to the caller answers NOT_FOUND alike; a visible node
 * without the permission answers FORBIDDEN. Returns the target, or null for a procedure without one.
 */
export const authorize = (
  access: AccessIndex,
  subject: string,
  meta: ProcedureMeta,
  fields: readonly ReferenceField[],
  input: Readonly<Record<string, unknown>>,
): IndexedNode | null => {
  if (!meta.open && !(meta.permission && meta.target)) {
    throw new AppError('FORBIDDEN', { permission: '(none)', wouldGrant: 'This operation has no policy.' });
  }
  const named = fields.flatMap(({ field, kinds, permission }) =>
    idsAt(input, field).map((id) => ({ field, permission, node: visibleNode(access, subject, kinds, id) })),
  );
  const target = named.find(({ field }) => field === (meta.target ?? 'organizationId'))?.node ?? null;
  if (meta.target && !target) throw notFound(meta.targetKind ?? 'organization', '');
  for (const { node } of named) {
    if (!target) continue;
    const isForeign = node.organizationId !== target.organizationId;
    if (isForeign || (belongsBelow(node.kind, target.kind) && !isAtOrAbove(target, node))) {
      throw notFound(node.kind, node.id);
    }
  }
  if (meta.permission && target) demand(access, subject, meta.permission, target, meta.filtered);
  for (const { node, permission } of named) if (permission) demand(access, subject, permission, node);
  return target;
};
