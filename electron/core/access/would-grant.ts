import { scopeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles, isForCustomRoles, type Role } from '#shared/model/roles.ts';
import type { AccessIndex } from './access-index.ts';
import { bitOf } from './bits.ts';
import type { IndexedNode } from './indexed-node.ts';

const isScope = ({ kind }: IndexedNode): boolean => (scopeKinds as readonly string[]).includes(kind);

/** The nearest node, at or above, that a grant may be given on. */
export const grantableAt = (node: IndexedNode): IndexedNode | undefined => {
  for (let above: IndexedNode | null = node; above; above = above.parent) if (isScope(above)) return above;
  return undefined;
};

/** A node in words: `project “Shop”`. */
export const inWords = ({ kind, name, id }: IndexedNode): string => `${kind} “${name ?? id}”`;

/** The built-in roles that hold a permission, lowest first, without the Owner's. */
const builtInsWith = (permission: Permission): readonly Role[] =>
  Object.values<Role>(builtInRoles)
    .filter(({ level, permissions }) => level < builtInRoles.owner.level && permissions.includes(permission))
    .sort((a, b) => a.level - b.level);

const holderOf = (access: AccessIndex, subject: string, node: IndexedNode) => {
  const held = node.subjects.get(subject);
  const member = held && access.memberships.member(held.memberId);
  return member && { member, isKey: member.accountId !== subject };
};

/**
 * What would allow a permission, for whoever was just refused it. Names only what every member knows: the node that
 * they see, its path, and the built-in roles; custom roles, teams and other members stay unnamed.
 */
export const wouldGrant = (
  access: AccessIndex,
  subject: string,
  permission: Permission,
  node: IndexedNode,
): string => {
  const holder = holderOf(access, subject, node);
  if (holder?.isKey && node.subjects.can(holder.member.accountId, bitOf(permission), node)) {
    return 'You hold it yourself, but this API key leaves it out: use another key, or sign in.';
  }
  const [lowest] = builtInsWith(permission);
  if (!lowest) return 'Only the Owner holds it, and nobody else can be given it.';
  const place = grantableAt(node);
  const role = `the role ${lowest.name}`;
  const byGrant =
    place && isForCustomRoles(permission) ? `a grant on ${inWords(place)} with ${role}, or ` : '';
  const everywhere = lowest.reach === 'organization' ? role : 'another role';
  return `It would take ${byGrant}${byGrant ? 'a role that holds it everywhere' : everywhere}; ask for it.`;
};
