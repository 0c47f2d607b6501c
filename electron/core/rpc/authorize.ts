import { idsAt } from '#shared/contract/at-field.ts';
import type { Reference } from '#shared/contract/fields.ts';
import type { ReferenceField } from '#shared/contract/reference-fields.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';
import { AppError } from '#shared/model/errors.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { type AccessIndex, type IndexedNode, isAtOrAbove, mayGive, wouldGrant } from '../access/index.ts';

const notFound = (kind: NodeKind, id: string): AppError => new AppError('NOT_FOUND', { kind, id });

/** Whether a place of an input may name a node to the subject: they see it, or may give what is given there. */
export function mayName(
  access: AccessIndex,
  subject: string,
  { kinds, isGiven = false }: Reference,
  node: IndexedNode,
): boolean {
  if (!kinds.includes(node.kind)) return false;
  return access.canSee(subject, node.id) || (isGiven && mayGive(access, subject, node.organizationId));
}

const visibleNode = (
  access: AccessIndex,
  subject: string,
  reference: ReferenceField,
  { id, suspended = false }: { id: string; suspended?: boolean | undefined },
): IndexedNode => {
  const node = access.node(id);
  if (node && mayName(access, subject, reference, node)) return node;
  if (node && suspended && reference.kinds.includes(node.kind) && access.isSuspendedIn(subject, id)) {
    return node;
  }
  throw notFound(reference.kinds[0] ?? 'organization', id);
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
  { filtered = false, own = false, refusal }: Pick<ProcedureMeta, 'filtered' | 'own' | 'refusal'> = {},
): void => {
  if (access.allows(subject, permission, node.id)) return;
  if (filtered && access.canSomewhere(subject, permission, node.id)) return;
  if (own && access.isTheirs(subject, node.id)) return;
  throw new AppError('FORBIDDEN', {
    permission,
    nodeId: node.id,
    wouldGrant: refusal ?? wouldGrant(access, subject, permission, node),
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
  const named = fields.flatMap((each) =>
    idsAt(input, each.field).map((id) => ({
      field: each.field,
      permission: each.permission,
      node: visibleNode(access, subject, each, { id, suspended: meta.suspended }),
    })),
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
  if (meta.permission && target) demand(access, subject, meta.permission, target, meta);
  for (const { node, permission } of named) if (permission) demand(access, subject, permission, node);
  return target;
};
