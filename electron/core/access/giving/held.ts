import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { bitsOf, type PermissionBits, permissionsOf, without } from '../bits.ts';
import { beyond, differenceOf } from '../difference.ts';
import { heldAt, type MemberFacts } from '../effective.ts';
import type { Effective, IndexedNode } from '../indexed-node.ts';
import { inWords } from '../would-grant.ts';
import { comparable } from './facts.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';

/** Objects to a change by which the member would have what the actor does not hold there (R6); see `comparable`. */
export function gainObjections(
  giver: Giver,
  before: MemberFacts,
  after: MemberFacts,
  field = '',
): Objection[] {
  const { access } = giver.store;
  const sides = comparable(before, after);
  const change = { before: access.whatIf(sides.before), after: access.whatIf(sides.after) };
  return beyondObjections(giver, after.member.organizationId, change, field);
}

/** Objects to a difference that gives anybody a permission which the actor does not hold on the same node (R6). */
export function beyondObjections(
  giver: Giver,
  organizationId: string,
  change: { before: Effective | undefined; after: Effective | undefined },
  field = '',
): Objection[] {
  const { access } = giver.store;
  const organization = access.node(organizationId);
  if (!organization) return [unknownOrganization(organizationId, field)];
  const differences = differenceOf(organization, change.before, change.after);
  const missing = beyond(access.effective(giver.caller.subject, organizationId), differences);
  return missing ? [{ field, error: notHeld(giver, missing.permission, missing.node) }] : [];
}

/** Objects to giving on a node what the actor does not hold there, even to somebody who has it already (R6). */
export function heldObjections(
  giver: Giver,
  node: IndexedNode,
  bits: PermissionBits,
  field = '',
): Objection[] {
  const held = giver.store.access.effective(giver.caller.subject, node.organizationId);
  const [permission] = permissionsOf(held ? without(bits, heldAt(held, node)) : bits);
  return permission ? [{ field, error: notHeld(giver, permission, node) }] : [];
}

/** The same for a single permission of the whole organization. */
export function heldEverywhereObjections(
  giver: Giver,
  organizationId: string,
  permission: Permission,
  field: string,
): Objection[] {
  const organization = giver.store.access.node(organizationId);
  if (!organization) return [unknownOrganization(organizationId, field)];
  return heldObjections(giver, organization, bitsOf([permission]), field);
}

/** A node that the actor may not see stays unnamed (R15): they only learn what they lack. */
function notHeld(
  { store: { access }, caller }: Giver,
  permission: Permission,
  node: IndexedNode,
): AppError<'FORBIDDEN'> {
  const isSeen = access.canSee(caller.subject, node.id);
  const place = isSeen ? inWords(node) : 'a place that you cannot see';
  return new AppError('FORBIDDEN', {
    permission,
    ...(isSeen ? { nodeId: node.id } : {}),
    wouldGrant: `Nobody gives what they do not hold: you lack ${permission} on ${place}.`,
  });
}

function unknownOrganization(id: string, field: string): Objection {
  return { field, error: new AppError('NOT_FOUND', { kind: 'organization', id }) };
}
