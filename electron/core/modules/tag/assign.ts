import type { Tag } from '#shared/contract/tag.ts';
import { AppError } from '#shared/model/errors.ts';
import type { taggableKinds } from '#shared/model/nodes.ts';
import { reachedByTags, requireNone, tagObjections } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { requireMay, requireRow } from '../node/index.ts';
import { tagOf, tagSetOf, tagsOf } from './queries.ts';

/** Refuses two tags of a set that allows one. */
export const requireOnePerSet = (context: OperationContext, tagIds: readonly string[]): void => {
  const bySet = Map.groupBy(
    tagIds.map((id) => tagOf(context, id)),
    (tag) => tag.tagSetId,
  );
  for (const [id, tags] of bySet) {
    const set = tagSetOf(context, id);
    if (set.type !== 'single' || tags.length < 2) continue;
    const message = `names ${tags.length} tags of “${set.name}”, which allows one`;
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'tagIds', message }] });
  }
};

/** Sets all the tags of a node. Demands `update` on it; single sets allow one tag; R6 for whoever gains access by it. */
export const assignTags = (
  context: OperationContext,
  input: { nodeId: string; tagIds: readonly string[] },
): Tag[] => {
  const { nodeId } = input;
  const { access } = context.store;
  const tagIds = [...new Set(input.tagIds)];
  const node = requireRow(access.node(nodeId), 'project', nodeId);
  requireMay(context, `${node.kind as (typeof taggableKinds)[number]}.update`, node.id);
  requireOnePerSet(context, tagIds);
  context.write((tx) => {
    const reached = reachedByTags(context, node, tagIds);
    requireNone(tagObjections(context, node, reached));
    const before = tagsOf(context, nodeId).map(({ canonicalName }) => canonicalName);
    tx.database.run(sql.deleteFrom('node_tag').where('node_id', '=', nodeId));
    for (const tagId of tagIds) {
      tx.database.run(sql.insertInto('node_tag').values({ node_id: nodeId, tag_id: tagId }));
    }
    tx.afterCommit((index) => index.setTags(nodeId, tagIds));
    tx.announce({ kind: node.kind, nodeId, verb: 'updated' });
    announceAccess(
      tx,
      reached.map(({ memberId }) => memberId),
    );
    const after = tagsOf(context, nodeId).map(({ canonicalName }) => canonicalName);
    tx.audit({ nodeId, changes: [{ field: 'tags', before, after }] });
  });
  return tagsOf(context, nodeId);
};
