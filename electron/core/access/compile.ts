import { allBits, bitOf, bitsOf, hasBit } from './bits.ts';
import { effectiveOf, narrowed } from './effective.ts';
import type { Memberships } from './memberships.ts';
import type { NodeTree } from './node-tree.ts';

/** Works out what a member and each of their API keys may, and keeps it as their organization's subjects. */
export const compileMember = (
  tree: NodeTree,
  memberships: Memberships,
  memberId: string,
  now: number,
): void => {
  const facts = memberships.factsOf(memberId);
  if (!facts) return;
  const { organizationId, accountId, isSuspended } = facts.member;
  const subjects = tree.subjectsOf(organizationId);
  const keys = memberships.keysOf(memberId);
  subjects.delete(accountId);
  for (const { id } of keys) subjects.delete(id);
  if (isSuspended) return;
  const held = effectiveOf(tree, facts, now);
  subjects.set(accountId, held);
  if (!hasBit(held.everywhere, bitOf('api.read'))) return;
  for (const key of keys) {
    if (key.endsAt !== null && key.endsAt <= now) continue;
    const mask = key.permissions === null ? allBits : bitsOf(key.permissions);
    subjects.set(key.id, narrowed(tree, held, key, mask));
  }
};

/** Has whatever a member may worked out anew when it is asked next. */
export const markMember = (tree: NodeTree, memberships: Memberships, memberId: string): void => {
  const member = memberships.member(memberId);
  if (!member) return;
  const subjects = tree.subjectsOf(member.organizationId);
  subjects.mark(member.accountId, memberId);
  memberships.eachKeyOf(memberId, (keyId) => subjects.mark(keyId, memberId));
};
