import type { Tag, TaggedNode, TagSet } from '#shared/contract/tag.ts';
import { type IndexedNode, pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant, requireRow } from '../node/index.ts';

const tags = sql
  .selectFrom('tag')
  .innerJoin('node', 'node.id', 'tag.id')
  .select(['tag.id', 'tag.color', 'tag.position', 'node.name', 'node.parent_id'])
  .orderBy('tag.position')
  .orderBy('node.name');

type TagRow = { id: string; color: string; position: number; name: string | null; parent_id: string | null };

const sets = sql
  .selectFrom('tag_set')
  .innerJoin('node', 'node.id', 'tag_set.id')
  .select(['tag_set.id', 'tag_set.type', 'tag_set.position', 'tag_set.created_at', 'node.name'])
  .select('node.organization_id')
  .orderBy('tag_set.position')
  .orderBy('node.name');

/** The nodes that carry a tag. */
export const taggedWith = ({ store }: OperationContext, tagId: string): IndexedNode[] =>
  store.database
    .all(sql.selectFrom('node_tag').select('node_id').where('tag_id', '=', tagId))
    .flatMap(({ node_id }) => store.access.node(node_id) ?? []);

const toTag = (context: OperationContext, row: TagRow): Tag => {
  const { access } = context.store;
  const set = access.node(row.parent_id ?? '');
  const read = taggedWith(context, row.id).filter(({ id }) => access.canRead(context.caller.subject, id));
  return {
    id: row.id,
    tagSetId: row.parent_id ?? '',
    name: row.name ?? '',
    canonicalName: `${set?.name ?? ''}/${row.name ?? ''}`,
    color: row.color,
    position: row.position,
    uses: read.length,
  };
};

export const tagOf = (context: OperationContext, id: string): Tag =>
  toTag(context, requireRow(context.store.database.first(tags.where('tag.id', '=', id)), 'tag', id));

/** The tags of a node, in the order of their sets. */
export const tagsOf = (context: OperationContext, nodeId: string): Tag[] => {
  const all = tags.innerJoin('node_tag', 'node_tag.tag_id', 'tag.id').where('node_tag.node_id', '=', nodeId);
  return context.store.database.all(all).map((row) => toTag(context, row));
};

const toSet = (
  context: OperationContext,
  row: {
    id: string;
    organization_id: string;
    name: string | null;
    type: 'multi' | 'single' | 'text';
    position: number;
    created_at: number;
  },
): TagSet => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name ?? '',
  type: row.type === 'single' ? 'single' : 'multi',
  position: row.position,
  createdAt: instant(row.created_at),
  tags: context.store.database
    .all(tags.where('node.parent_id', '=', row.id))
    .map((each) => toTag(context, each)),
});

export const tagSetOf = (context: OperationContext, id: string): TagSet =>
  toSet(context, requireRow(context.store.database.first(sets.where('tag_set.id', '=', id)), 'tagSet', id));

/** The tag sets of an organization with their tags, in their order. */
export const tagSetsOf = (context: OperationContext, organizationId: string): TagSet[] =>
  context.store.database
    .all(sets.where('node.organization_id', '=', organizationId))
    .map((row) => toSet(context, row));

/** The place after the last one. */
export const nextPosition = (positions: readonly { position: number }[]): number =>
  positions.reduce((last, { position }) => Math.max(last, position + 1), 0);

/** What a grant by these tags would open now, of what the caller may read, by path; what is below it follows. */
export const matchesOf = (context: OperationContext, tagIds: readonly string[]): TaggedNode[] => {
  const { access } = context.store;
  const nodes = new Set(tagIds.flatMap((id) => taggedWith(context, id)));
  return [...nodes]
    .filter(({ tagIds: own }) => access.matches(tagIds, [...(own ?? [])]))
    .filter(({ id }) => access.canRead(context.caller.subject, id))
    .map((node) => ({ id: node.id, kind: node.kind, path: pathTo(node) }))
    .sort((a, b) => a.path.localeCompare(b.path));
};
