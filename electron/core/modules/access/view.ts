import type { AccessSource } from '#shared/contract/access.ts';
import { type IndexedNode, inWords, type Source } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import { instant, requireRow } from '../node/index.ts';

/** Where something holds, with its names from the organization down. */
export const placeOf = (node: IndexedNode): AccessSource['place'] => {
  const names: string[] = [];
  for (let at: IndexedNode | null = node; at; at = at.parent) names.unshift(at.name ?? at.id);
  return { id: node.id, kind: node.kind, name: node.name ?? '', path: names.join('/') };
};

/** `Set/Tag`. */
const tagName = (node: IndexedNode | undefined): string[] =>
  node ? [`${node.parent?.name ?? ''}/${node.name ?? ''}`] : [];

/** The names of the tags that the caller may read: everywhere, or as those of a place whose tags they may read. */
export const tagNames = (
  { store, caller }: OperationContext,
  tagIds: readonly string[] | null,
  place?: IndexedNode,
): string[] => {
  const { access } = store;
  const there = place && access.can(caller.subject, 'tag.read', place.id) ? place.tagIds : undefined;
  return (tagIds ?? [])
    .filter((id) => there?.has(id) || access.canRead(caller.subject, id))
    .flatMap((id) => tagName(access.node(id)));
};

/** A team as the caller may know it; a team that one is in is no secret. */
const teamOf = ({ store, caller }: OperationContext, teamId: string | null): AccessSource['team'] => {
  const { access } = store;
  const team = access.node(teamId ?? '');
  if (!team) return null;
  const you = access.effective(caller.subject, team.organizationId)?.memberId ?? '';
  const isKnown =
    access.canRead(caller.subject, team.id) || access.memberships.teamsOf(you).includes(team.id);
  return isKnown ? { id: team.id, name: team.name ?? '' } : null;
};

const sentence = (source: Source, team: AccessSource['team'], tags: readonly string[]): string => {
  const where = source.place.parent === null ? 'everywhere' : `on ${inWords(source.place)} and below`;
  const end = source.grant?.endsAt ? ` until ${instant(source.grant.endsAt)}` : '';
  const by = tags.length > 0 ? `, which is tagged ${tags.join(', ')}` : '';
  const role = `with the role ${source.role ?? ''}`;
  if (source.type === 'role') return `By the role ${source.role ?? ''}, which holds ${where}.`;
  if (source.type === 'extra') return 'By an extra permission, which holds everywhere.';
  if (source.type === 'grant') return `By a grant ${where}${by}, ${role}${end}.`;
  return `By a grant of ${team ? `the team ${team.name}` : 'a team'} ${where}${by}, ${role}${end}.`;
};

/** A source as the contract tells it. The caller must see its place. */
export const toSource = (context: OperationContext, source: Source): AccessSource => {
  const { type, role, grant, place } = source;
  const team = teamOf(context, grant?.teamId ?? null);
  const tags = tagNames(context, grant?.tagIds ?? null, place);
  return {
    type,
    role,
    grantId: grant?.id ?? null,
    team,
    place: placeOf(place),
    tags,
    endsAt: grant?.endsAt ? instant(grant.endsAt) : null,
    text: sentence(source, team, tags),
  };
};

const accountName = prepared(({ id }: { id: string }) =>
  sql.selectFrom('account').select('name').where('id', '=', id),
);

/** The name of a member's account. */
export const memberName = ({ store }: OperationContext, memberId: string): string => {
  const { access, database } = store;
  const member = requireRow(access.memberships.member(memberId), 'member', memberId);
  return requireRow(database.first(accountName({ id: member.accountId })), 'member', memberId).name;
};

/** The caller's own membership in an organization. */
export const ownMemberId = ({ store, caller }: OperationContext, organizationId: string): string =>
  requireRow(store.access.effective(caller.subject, organizationId), 'organization', organizationId).memberId;
