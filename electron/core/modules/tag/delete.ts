import type { OperationContext } from '../../rpc/index.ts';
import { taggedWith, tagOf, tagSetOf } from './queries.ts';
import { requireNoFilter, requireSeen } from './usage.ts';

const withoutTag = (context: OperationContext, tagId: string): { nodeId: string; tagIds: string[] }[] =>
  taggedWith(context, tagId).map(({ id, tagIds }) => ({
    nodeId: id,
    tagIds: [...(tagIds ?? [])].filter((each) => each !== tagId),
  }));

/**
 * Deletes a tag from everything that carries it, once that was seen. Refused while a grant holds or is offered by it,
 * which would hold wider without it.
 */
export const deleteTag = (
  context: OperationContext,
  { tagId, uses }: { tagId: string; uses?: number | undefined },
): Record<never, never> => {
  const tag = tagOf(context, tagId);
  context.write((tx) => {
    requireNoFilter(context, tagId, tag.canonicalName);
    requireSeen(context, [tagId], uses);
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
export const deleteTagSet = (
  context: OperationContext,
  { tagSetId, uses }: { tagSetId: string; uses?: number | undefined },
): Record<never, never> => {
  const set = tagSetOf(context, tagSetId);
  const gone = new Set(set.tags.map(({ id }) => id));
  context.write((tx) => {
    for (const { id, canonicalName } of set.tags) requireNoFilter(context, id, canonicalName);
    requireSeen(context, [...gone], uses);
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
