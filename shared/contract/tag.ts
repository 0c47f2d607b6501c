import * as z from 'zod';
import { taggableKinds } from '../model/nodes.ts';
import { anyIdOf, Instant, idOf, Name } from './fields.ts';
import { resource } from './resource.ts';

/** As CSS writes it. */
export const Color = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #2563eb');

export const Tag = z.object({
  id: z.string(),
  tagSetId: z.string(),
  name: z.string(),
  /** `Set/Tag`. */
  canonicalName: z.string(),
  color: z.string(),
  position: z.number().int(),
  /** How many nodes have it, of those that the caller may read. */
  uses: z.number().int(),
});
export type Tag = z.infer<typeof Tag>;

/** Something that a tag filter names. */
export const TaggedNode = z.object({
  id: z.string(),
  kind: z.string(),
  /** `shop/production`. */
  path: z.string(),
});
export type TaggedNode = z.infer<typeof TaggedNode>;

/** What carries tags and who holds or is offered a grant by them, told before they are deleted; what the reader may not read is left out. */
export const TagUsage = z.object({
  /** They lose the tags: their number is what confirms the deletion. */
  things: z.array(TaggedNode),
  /** While there is one of these, the tag is not deleted. */
  grants: z.array(
    z.object({ type: z.enum(['member', 'team', 'invitation']), id: z.string(), name: z.string() }),
  ),
  /** How many more of them the reader cannot see. */
  hiddenGrants: z.number().int(),
});
export type TagUsage = z.infer<typeof TagUsage>;

/** How many things the usage list showed, to confirm that they lose the tag; not needed where nothing carries it. */
const uses = z.coerce.number().int().min(0).optional();

/** A set of tags; of a single one a node has at most one tag. */
export const TagSet = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  type: z.enum(['multi', 'single']),
  position: z.number().int(),
  createdAt: Instant,
  tags: z.array(Tag),
});
export type TagSet = z.infer<typeof TagSet>;

/** How many tags of a set one thing may carry. */
export const TagSetType = z.enum(['multi', 'single']);
/** The place among its siblings, from 0. */
export const Position = z.coerce.number().int().min(0).max(10_000);

const tagSet = resource('tagSet', { parent: 'organization' });
const tag = resource('tag', { parent: 'tagSet' });
const tags = resource('tag', { parent: 'organization' });

export const tagSetContract = {
  list: tagSet.under('read', {
    summary: 'List the tag sets of an organization with their tags',
    effect: 'read',
    output: z.array(TagSet),
  }),
  create: tagSet.under('create', {
    summary: 'Create a tag set',
    effect: 'start',
    input: { name: Name, type: TagSetType.default('multi') },
    output: TagSet,
  }),
  update: tagSet.on('update', {
    summary: 'Rename a tag set, move it, or let it hold one tag a node only',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), type: TagSetType.optional(), position: Position.optional() },
    output: TagSet,
  }),
  deletion: tagSet.on('delete', {
    summary: 'List what carries a tag of a set, and who holds or is offered a grant by one',
    effect: 'read',
    path: 'deletion',
    output: TagUsage,
  }),
  delete: tagSet.on('delete', {
    summary: 'Delete a tag set with its tags; refused while a grant holds by one of them',
    effect: 'change',
    method: 'DELETE',
    input: { uses },
    output: z.object({}),
  }),
};

export const tagContract = {
  create: tag.under('create', {
    summary: 'Create a tag in a tag set',
    effect: 'start',
    input: { name: Name, color: Color.default('#64748b') },
    output: Tag,
  }),
  update: tag.on('update', {
    summary: 'Rename, colour or move a tag',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), color: Color.optional(), position: Position.optional() },
    output: Tag,
  }),
  deletion: tag.on('delete', {
    summary: 'List what carries a tag, and who holds or is offered a grant by it',
    effect: 'read',
    path: 'deletion',
    output: TagUsage,
  }),
  delete: tag.on('delete', {
    summary: 'Delete a tag; refused while a grant holds by it',
    effect: 'change',
    method: 'DELETE',
    input: { uses },
    output: z.object({}),
  }),
  of: tags.under('read', {
    summary: 'List the tags of a node',
    effect: 'read',
    filtered: true,
    path: '/organizations/{organizationId}/nodes/{nodeId}/tags',
    input: { nodeId: anyIdOf(taggableKinds) },
    output: z.array(Tag),
  }),
  matches: tags.under('read', {
    summary: 'List what carries one of the tags of each set named, as a grant by tags would find it now',
    effect: 'read',
    method: 'POST',
    filtered: true,
    path: 'matches',
    input: { tagIds: z.array(idOf('tag')).max(50) },
    output: z.array(TaggedNode),
  }),
  assign: tags.under('update', {
    summary: 'Set the tags of a node; what had others loses them',
    effect: 'change',
    method: 'PUT',
    path: '/organizations/{organizationId}/nodes/{nodeId}/tags',
    input: { nodeId: anyIdOf(taggableKinds), tagIds: z.array(idOf('tag')).max(100) },
    output: z.array(Tag),
  }),
};
