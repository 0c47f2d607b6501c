import type { TagUsage } from '#shared/contract/tag.ts';
import { AppError } from '#shared/model/errors.ts';
import { type IndexedNode, pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { offeringByTag } from '../invitation/index.ts';
import { taggedWith } from './queries.ts';

/** What carries some tags and who holds or is offered anything by them, as far as the caller may read it (R15). */
export function usageOf(context: OperationContext, tagIds: readonly string[]): TagUsage {
  const { grants, hiddenGrants } = grantsBy(context, tagIds);
  return { things: thingsWith(context, tagIds), grants, hiddenGrants };
}

/** Refuses to delete tags by which a grant holds or is offered: it would hold wider without them. */
export function requireNoFilter(context: OperationContext, tagId: string, name: string): void {
  const { grants, hiddenGrants } = grantsBy(context, [tagId]);
  if (grants.length + hiddenGrants === 0) return;
  const hidden = hiddenGrants > 0 ? [`and ${hiddenGrants} that you cannot see`] : [];
  const holders = [...grants.map(inWords), ...hidden].join(', ');
  const reason = `grants hold by the tag “${name}”: ${holders}; change, take or cancel those first`;
  throw new AppError('CONFLICT', { field: 'tagId', reason });
}

/**
 * Refuses to take tags from what carries them unless that was seen: `uses` is how many things the list showed. Something
 * that was tagged since makes it another number.
 */
export function requireSeen(
  context: OperationContext,
  tagIds: readonly string[],
  uses: number | undefined,
): void {
  const things = thingsWith(context, tagIds);
  if (things.length === (uses ?? 0)) return;
  const shown = things.slice(0, mostNamed).map(({ path }) => path);
  const more = things.length > mostNamed ? [`${things.length - mostNamed} more`] : [];
  const carriers = things.length === 0 ? 'nothing carries it now' : [...shown, ...more].join(', ');
  const reason = `${carriers}: look at what carries it, and confirm with the number of them, ${things.length}`;
  throw new AppError('CONFLICT', { field: 'uses', reason });
}

const mostNamed = 5;

function thingsWith(context: OperationContext, tagIds: readonly string[]): TagUsage['things'] {
  const { access } = context.store;
  const nodes = new Set<IndexedNode>(tagIds.flatMap((id) => taggedWith(context, id)));
  return [...nodes]
    .filter(({ id }) => access.canRead(context.caller.subject, id))
    .map((node) => ({ id: node.id, kind: node.kind, path: pathTo(node) }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

type Holder = TagUsage['grants'][number];

/** Whose grants filter by one of the tags, and to whom one is offered; what the caller may not read is only counted. */
function grantsBy(
  context: OperationContext,
  tagIds: readonly string[],
): Pick<TagUsage, 'grants' | 'hiddenGrants'> {
  const { store, caller } = context;
  const { access } = store;
  const filters = [...access.memberships.grants()].filter((grant) =>
    grant.tagIds?.some((id) => tagIds.includes(id)),
  );
  const holders = filters.map(({ memberId, teamId }) => holderOf(context, memberId ?? teamId ?? ''));
  const offers = new Map(
    tagIds.flatMap((id) => offeringByTag(store, id)).map(({ id, email }) => [id, email] as const),
  );
  const offered = [...offers].map(([id, name]): Holder => ({ type: 'invitation', id, name }));
  const all = [...holders, ...offered];
  const grants = all.filter(({ id }) => access.canRead(caller.subject, id));
  return { grants, hiddenGrants: all.length - grants.length };
}

function holderOf({ store: { access, database } }: OperationContext, id: string): Holder {
  const member = access.memberships.member(id);
  if (!member) return { type: 'team', id, name: access.node(id)?.name ?? id };
  const account = sql.selectFrom('account').select('name').where('id', '=', member.accountId);
  return { type: 'member', id, name: database.first(account)?.name ?? id };
}

function inWords({ type, name }: Holder): string {
  if (type === 'member') return `of ${name}`;
  return type === 'team' ? `of the team “${name}”` : `offered to ${name}`;
}
