import * as z from 'zod';
import { idOf } from '#shared/contract/fields.ts';
import { Color, Position, TagSetType } from '#shared/contract/tag.ts';
import { isTaggable } from '#shared/model/nodes.ts';
import { reachedByTags, requireNone, tagObjections } from '../../access/giving/index.ts';
import type { Facet, Making, Portable } from '../../bundle/body/portable.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../node/index.ts';
import { assignTags, requireOnePerSet } from './assign.ts';
import { createTag, createTagSet, updateTag, updateTagSet } from './change.ts';
import { tagOf, tagSetOf, tagsOf } from './queries.ts';

/** A tag set in a bundle; its tags are things of their own. */
export const tagSetPortable: Portable = {
  fields: { type: TagSetType.default('multi'), position: Position.optional() },
  read: (context, id) => tagSetOf(context, id),
  create({ context, tx, organizationId }, { name, fields }) {
    const { type, position } = fields as { type: 'multi' | 'single'; position?: number };
    const { id } = createTagSet(context, { organizationId, name, type });
    tx.change('tagSet', id, { position });
    return id;
  },
  update: ({ context }, { id, fields }) => void updateTagSet(context, { tagSetId: id, ...fields }),
};

/** A tag in a bundle. */
export const tagPortable: Portable = {
  fields: { color: Color.default('#64748b'), position: Position.optional() },
  read: (context, id) => tagOf(context, id),
  create({ context, tx }, { parentId, name, fields }) {
    const { color, position } = fields as { color: string; position?: number };
    const { id } = createTag(context, { tagSetId: parentId, name, color });
    tx.change('tag', id, { position });
    return id;
  },
  update: ({ context }, { id, fields }) => void updateTag(context, { tagId: id, ...fields }),
};

/** The tags that a thing carries. */
export const tagsFacet: Facet = {
  field: 'tags',
  schema: z.array(idOf('tag')).max(200),
  isOf: isTaggable,
  isSet: true,
  read(context, id) {
    if (!context.store.access.can(context.caller.subject, 'tag.read', id)) return undefined;
    const tags = tagsOf(context, id).map((tag) => tag.id);
    return tags.length === 0 ? undefined : tags;
  },
  write: (making, id, { value }) => setTags(making, id, value as readonly string[]),
  restore: (making, id, value) => setTags(making, id, (value ?? []) as readonly string[]),
};

/**
 * What was made just now is judged as the nearest thing above it would be (R6): nobody gains more on it than they would there.
 */
function setTags(making: Making, nodeId: string, tagIds: readonly string[]): void {
  const { context, tx, made } = making;
  const above = made.get(nodeId);
  if (above === undefined) return void assignTags(context, { nodeId, tagIds });
  requireOnePerSet(context, tagIds);
  const node = requireRow(context.store.access.node(above), 'project', above);
  const known = tagIds.filter((id) => context.store.access.node(id) !== undefined);
  requireNone(tagObjections(context, node, reachedByTags(context, node, known)));
  for (const tagId of new Set(tagIds)) {
    tx.database.run(sql.insertInto('node_tag').values({ node_id: nodeId, tag_id: tagId }));
  }
  tx.afterCommit((index) => index.setTags(nodeId, tagIds));
}
