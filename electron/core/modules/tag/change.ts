import type { Tag, TagSet } from '#shared/contract/tag.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { nextPosition, taggedWith, tagOf, tagSetOf, tagSetsOf } from './queries.ts';

type SetFields = {
  name?: string | undefined;
  type?: TagSet['type'] | undefined;
  position?: number | undefined;
};
type TagFields = {
  name?: string | undefined;
  color?: string | undefined;
  position?: number | undefined;
};

export const createTagSet = (
  context: OperationContext,
  input: { organizationId: string; name: string; type: TagSet['type'] },
): TagSet => {
  const position = nextPosition(tagSetsOf(context, input.organizationId));
  const id = context.write((tx) => {
    const made = tx.createNode({ kind: 'tagSet', parentId: input.organizationId, name: input.name });
    tx.database.run(
      sql.insertInto('tag_set').values({ id: made, position, type: input.type, created_at: tx.now }),
    );
    tx.audit({ nodeId: made, fact: { type: 'created' } });
    return made;
  });
  return tagSetOf(context, id);
};

/** A set that becomes single must not have a node with two of its tags. */
const requireSingle = (context: OperationContext, set: TagSet): void => {
  const seen = new Set<string>();
  for (const { id } of set.tags.flatMap((tag) => taggedWith(context, tag.id))) {
    if (seen.has(id)) {
      const reason = 'something has two tags of this set; take one of them away first';
      throw new AppError('CONFLICT', { field: 'type', reason });
    }
    seen.add(id);
  }
};

/** Renames a tag set, moves it among its siblings, or changes how many of its tags a node may have. */
export const updateTagSet = (
  context: OperationContext,
  { tagSetId: id, ...fields }: SetFields & { tagSetId: string },
): TagSet => {
  const before = tagSetOf(context, id);
  context.write((tx) => {
    if (fields.type === 'single') requireSingle(context, before);
    tx.change('tagSet', id, fields);
  });
  return tagSetOf(context, id);
};

export const createTag = (
  context: OperationContext,
  input: { tagSetId: string; name: string; color: string },
): Tag => {
  const position = nextPosition(tagSetOf(context, input.tagSetId).tags);
  const id = context.write((tx) => {
    const made = tx.createNode({ kind: 'tag', parentId: input.tagSetId, name: input.name });
    tx.database.run(sql.insertInto('tag').values({ id: made, color: input.color, position }));
    tx.audit({ nodeId: made, fact: { type: 'created' } });
    return made;
  });
  return tagOf(context, id);
};

/** Renames, colours or moves a tag; whatever carries it or filters by it follows. */
export const updateTag = (
  context: OperationContext,
  { tagId: id, ...fields }: TagFields & { tagId: string },
): Tag => {
  context.write((tx) => tx.change('tag', id, fields));
  return tagOf(context, id);
};
