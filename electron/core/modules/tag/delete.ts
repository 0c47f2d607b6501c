import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { offeringByTag } from '../invitation/index.ts';
import { taggedWith, tagOf, tagSetOf } from './queries.ts';

/** Whose grants filter by a tag, and to whom one is offered, in words; what the caller may not read is only counted. */
const filteringBy = ({ store, caller }: OperationContext, tagId: string): string[] => {
  const { access, database } = store;
  const holders = [...access.memberships.grants()]
    .filter(({ tagIds }) => tagIds?.includes(tagId))
    .map(({ memberId, teamId }) => memberId ?? teamId ?? '');
  const seen = holders.filter((id) => access.canRead(caller.subject, id));
  const names = seen.map((id) => {
    const member = access.memberships.member(id);
    if (!member) return `of the team “${access.node(id)?.name ?? id}”`;
    const account = database.first(
      sql.selectFrom('account').select('name').where('id', '=', member.accountId),
    );
    return `of ${account?.name ?? id}`;
  });
  const offers = offeringByTag(store, tagId);
  const shown = offers.filter(({ id }) => access.canRead(caller.subject, id));
  const promises = shown.map(({ email }) => `offered to ${email}`);
  const hidden = holders.length - seen.length + offers.length - shown.length;
  return [...names, ...promises, ...(hidden > 0 ? [`and ${hidden} that you cannot see`] : [])];
};

const requireNoFilter = (context: OperationContext, tagId: string, name: string): void => {
  const grants = filteringBy(context, tagId);
  if (grants.length === 0) return;
  const reason = `grants hold by the tag “${name}”: ${grants.join(', ')}; change, take or cancel those first`;
  throw new AppError('CONFLICT', { field: 'tagId', reason });
};

const withoutTag = (context: OperationContext, tagId: string): { nodeId: string; tagIds: string[] }[] =>
  taggedWith(context, tagId).map(({ id, tagIds }) => ({
    nodeId: id,
    tagIds: [...(tagIds ?? [])].filter((each) => each !== tagId),
  }));

/** Deletes a tag from everything that carries it; refused while a grant holds or is offered by it, or it would hold wider. */
export const deleteTag = (context: OperationContext, tagId: string): Record<never, never> => {
  const tag = tagOf(context, tagId);
  context.write((tx) => {
    requireNoFilter(context, tagId, tag.canonicalName);
    const left = withoutTag(context, tagId);
    tx.removeNode(tagId);
    tx.afterCommit((access) => {
      for (const { nodeId, tagIds } of left) access.setTags(nodeId, tagIds);
    });
    tx.audit({ fact: { type: 'deleted' } });
  });
  return {};
};

/** Deletes a tag set with its tags, each as `deleteTag` would. */
export const deleteTagSet = (context: OperationContext, tagSetId: string): Record<never, never> => {
  const set = tagSetOf(context, tagSetId);
  const gone = new Set(set.tags.map(({ id }) => id));
  context.write((tx) => {
    for (const { id, canonicalName } of set.tags) requireNoFilter(context, id, canonicalName);
    const nodes = new Set(set.tags.flatMap(({ id }) => taggedWith(context, id)));
    const left = [...nodes].map(({ id, tagIds }) => ({
      id,
      tagIds: [...(tagIds ?? [])].filter((each) => !gone.has(each)),
    }));
    tx.removeNode(tagSetId);
    tx.afterCommit((access) => {
      for (const { id, tagIds } of left) access.setTags(id, tagIds);
    });
    tx.audit({ fact: { type: 'deleted' } });
  });
  return {};
};
