import type { AccessWay, Explanation } from '#shared/contract/access.ts';
import { type AppError, isAppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles, isForCustomRoles } from '#shared/model/roles.ts';
import { rankedObjections } from '../../access/giving/index.ts';
import {
  bitOf,
  grantableAt,
  hasBit,
  type IndexedNode,
  inWords,
  type MemberFacts,
  sourcesAt,
  wouldGrant,
} from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import { requireMay, requireRow } from '../node/index.ts';
import { memberName, ownMemberId, placeOf, toSource } from './view.ts';

interface Question {
  readonly organizationId: string;
  readonly memberId?: string | undefined;
  readonly permission: Permission;
  readonly nodeId: string;
}

/** The roles that hold the permission, lowest first, as far as the caller may read them; never the Owner's. */
const rolesWith = ({ store, caller }: OperationContext, organizationId: string, permission: Permission) => {
  const { access } = store;
  const bit = bitOf(permission);
  return [...access.memberships.roles()]
    .filter(
      ({ id, level, bits }) =>
        level < builtInRoles.owner.level &&
        hasBit(bits, bit) &&
        access.node(id)?.organizationId === organizationId &&
        access.canRead(caller.subject, id),
    )
    .sort((a, b) => a.level - b.level || a.name.localeCompare(b.name));
};

const waysOf = (
  context: OperationContext,
  facts: MemberFacts,
  permission: Permission,
  node: IndexedNode,
): AccessWay[] => {
  const { access } = context.store;
  const organization = requireRow(access.node(node.organizationId), 'organization', node.organizationId);
  const everywhere = placeOf(organization);
  if (facts.member.isSuspended) {
    const text = 'The member is suspended and may nothing until restored.';
    return [{ type: 'restore', roleId: null, role: null, place: everywhere, text }];
  }
  const at = grantableAt(node);
  const roles = rolesWith(context, node.organizationId, permission);
  const isOwn = hasBit(facts.role.bits, bitOf(permission));
  const own = { roleId: null, role: facts.role.name };
  const grants = at
    ? [...(isOwn ? [own] : []), ...roles.map(({ id, name }) => ({ roleId: id, role: name }))].map((role) => ({
        type: 'grant' as const,
        ...role,
        place: placeOf(at),
        text: `A grant on ${inWords(at)} with ${role.roleId ? `the role ${role.role}` : `the role it has, ${role.role}`}.`,
      }))
    : [];
  const others = roles
    .filter(({ id, reach }) => reach === 'organization' && id !== facts.role.id)
    .map(({ id, name }) => ({
      type: 'role' as const,
      roleId: id,
      role: name,
      place: everywhere,
      text: `The role ${name}, which holds it everywhere.`,
    }));
  const text = `The extra permission ${permission}, which holds everywhere.`;
  const extra = { type: 'extra' as const, roleId: null, role: null, place: everywhere, text };
  return [...grants, ...others, ...(isForCustomRoles(permission) ? [extra] : [])];
};

const openRequest = prepared((asked: { memberId: string; permission: Permission; nodeId: string }) =>
  sql
    .selectFrom('access_request')
    .select('id')
    .where('member_id', '=', asked.memberId)
    .where('permission', '=', asked.permission)
    .where('scope_id', '=', asked.nodeId)
    .where('state', '=', 'open'),
);

const sentence = (
  who: string,
  isYou: boolean,
  what: string,
  is: 'held' | 'lacked' | 'held in vain',
): string => {
  if (is === 'held in vain') return `${who} may not use ${what}.`;
  const verb = is === 'held' ? 'hold' : 'lack';
  return `${who} ${isYou ? verb : `${verb}s`} ${what}.`;
};

const reasonOf = (error: AppError): string =>
  isAppError(error, 'FORBIDDEN') ? error.data.wouldGrant : error.message;

/**
 * Why a member may or may not do something. Of oneself by an API key it tells what the key may: what the member
 * holds is listed, but not allowed where the key leaves it out, or where ranks forbid it (R2, R10).
 */
export const explain = (context: OperationContext, question: Question): Explanation => {
  const { store, caller } = context;
  const { access } = store;
  const { organizationId, permission, nodeId } = question;
  const you = ownMemberId(context, organizationId);
  const memberId = question.memberId ?? you;
  if (memberId !== you) requireMay(context, 'member.read', organizationId);
  const node = requireRow(access.node(nodeId), 'organization', nodeId);
  const facts = requireRow(access.memberships.factsOf(memberId), 'member', memberId);
  const sources = sourcesAt(access, memberId, node, store.now(), bitOf(permission));
  const subject = memberId === you ? caller.subject : facts.member.accountId;
  const isHeld = access.allows(subject, permission, nodeId);
  const [ranked] = isHeld ? rankedObjections({ store, caller: { subject } }, permission, node) : [];
  const isAllowed = isHeld && !ranked;
  const ways = isAllowed || sources.length > 0 ? [] : waysOf(context, facts, permission, node);
  const name = memberName(context, memberId);
  const by = sources.map((source) => toSource(context, source));
  const isYou = memberId === you;
  const is = ranked ? 'held in vain' : isHeld ? 'held' : 'lacked';
  const answer = sentence(isYou ? 'You' : name, isYou, `${permission} on ${inWords(node)}`, is);
  const refusal = ranked ? reasonOf(ranked.error) : wouldGrant(access, subject, permission, node);
  const because = isAllowed ? by[0]?.text : refusal;
  return {
    isAllowed,
    memberId,
    memberName: name,
    permission,
    place: placeOf(node),
    by,
    wouldAllow: ways,
    text: `${answer} ${facts.member.isSuspended ? 'The membership is suspended.' : (because ?? '')}`.trim(),
    requestId: isAllowed
      ? null
      : (store.database.first(openRequest({ memberId: you, permission, nodeId }))?.id ?? null),
  };
};
