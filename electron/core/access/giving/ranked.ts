import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { sql } from '../../store/database.ts';
import type { IndexedNode } from '../indexed-node.ts';
import type { Giver } from './giver.ts';
import { foreignKeyObjections } from './key.ts';
import type { Objection } from './objection.ts';
import { levelObjections, memberObjections } from './rank.ts';
import { lockObjections } from './role.ts';
import { teamObjections } from './team.ts';

/**
 * Objects to an act on a node that its permission alone would allow: one on oneself, on a peer, or on what belongs to
 * somebody of the actor's level or above it. The calls are refused by the same functions.
 */
export function rankedObjections(giver: Giver, permission: Permission, node: IndexedNode): Objection[] {
  return ranked[node.kind]?.[permission]?.(giver, node) ?? [];
}

type Rule = (giver: Giver, node: IndexedNode) => Objection[];

const ofMember =
  (permission: Permission): Rule =>
  (giver, { id }) =>
    memberObjections(giver, id, { permission });

const ranked: Partial<Record<NodeKind, Partial<Record<Permission, Rule>>>> = {
  member: { 'member.update': ofMember('member.update'), 'member.delete': ofMember('member.delete') },
  team: { 'team.delete': (giver, { id }) => teamObjections(giver, id, 'team.delete') },
  role: { 'role.update': roleRule('role.update'), 'role.delete': roleRule('role.delete') },
  apiKey: { 'member.update': ofKey },
  accessRequest: { 'member.update': (giver, { parent }) => memberObjections(giver, parent?.id ?? '') },
  invitation: { 'invitation.create': ofInvitation },
};

function roleRule(permission: Permission): Rule {
  return (giver, { id, organizationId }) => {
    const { access, database } = giver.store;
    const role = access.memberships.role(id);
    const row = database.first(sql.selectFrom('role').select('built_in').where('id', '=', id));
    if (!role || !row) return [];
    const judged = { ...role, organizationId, isBuiltIn: row.built_in !== null };
    return lockObjections(giver, judged, permission);
  };
}

/** Keys are touched by their holder, or by another key of theirs that may read them, and those of others by rank. */
function ofKey(giver: Giver, { organizationId, parent }: IndexedNode): Objection[] {
  const { access } = giver.store;
  const { subject } = giver.caller;
  const holder = access.memberships.member(parent?.id ?? '');
  if (!holder || holder.accountId === subject) return [];
  const isSame = access.effective(subject, organizationId)?.memberId === holder.id;
  if (isSame && access.can(subject, 'api.read', organizationId)) return [];
  return foreignKeyObjections(giver, organizationId, holder.id);
}

/** Resending one is offering its role anew. */
function ofInvitation(giver: Giver, { id, organizationId }: IndexedNode): Objection[] {
  const { access, database } = giver.store;
  const row = database.first(sql.selectFrom('invitation').select('role_id').where('id', '=', id));
  const role = access.memberships.role(row?.role_id ?? '');
  return role ? levelObjections(giver, organizationId, role.level) : [];
}
