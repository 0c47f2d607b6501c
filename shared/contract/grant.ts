import * as z from 'zod';
import { scopeKinds } from '../model/nodes.ts';
import { anyIdOf, givenIdOf, Instant } from './fields.ts';

/** Where a grant holds: a node and all below it, or whatever carries the tags. */
export const GrantScope = z.object({
  kind: z.enum([...scopeKinds, 'tags']),
  nodeId: z.string().optional(),
  tagIds: z.array(z.string()).optional(),
  /** `shop/production`, or the tags' names; null where the reader may not see it, and then there is no id either. */
  path: z.string().nullable(),
});
export type GrantScope = z.infer<typeof GrantScope>;

/** A grant as its member or team has it. */
export const Grant = z.object({
  id: z.string(),
  scope: GrantScope,
  /** The role whose permissions hold there; null for the own role of whoever has the grant. */
  role: z.object({ id: z.string(), name: z.string() }).nullable(),
  endsAt: Instant.optional(),
  /** Its end has come: it opens nothing any more. */
  isOver: z.boolean(),
  givenBy: z.string().optional(),
  givenAt: Instant,
  usedAt: Instant.optional(),
  /** The team that a member has it by; it is changed there. Nulls where the reader may not read the team. */
  team: z.object({ id: z.string().nullable(), name: z.string().nullable() }).optional(),
});
export type Grant = z.infer<typeof Grant>;

const roleId = givenIdOf('role').nullable();

/** Where something is to be granted: on one node, or on whatever carries one tag of each set that the list speaks of. */
export const grantPlace = {
  nodeId: anyIdOf(scopeKinds).optional(),
  tagIds: z.array(givenIdOf('tag')).min(1).max(50).optional(),
};
type GrantPlace = { readonly nodeId?: unknown; readonly tagIds?: unknown };

/** Refines what has a `grantPlace`: exactly one of the two. */
export const isOnePlace = ({ nodeId, tagIds }: GrantPlace): boolean =>
  (nodeId === undefined) !== (tagIds === undefined);
export const onePlace = { message: 'name either a node or tags', path: ['nodeId'] };

/** A grant to give. */
export const NewGrant = z
  .strictObject({ ...grantPlace, roleId: roleId.optional(), endsAt: Instant.optional() })
  .refine(isOnePlace, onePlace);
export type NewGrant = z.infer<typeof NewGrant>;

/** Another role or end for a grant that is there; null for the own role, and for no end. */
export const ChangedGrant = z.strictObject({
  grantId: givenIdOf('grant'),
  roleId: roleId.optional(),
  endsAt: Instant.nullable().optional(),
});
export type ChangedGrant = z.infer<typeof ChangedGrant>;

/** What is done to the grants of one member or team: all of it or nothing. */
export const grantChanges = {
  add: z.array(NewGrant).max(200).default([]),
  update: z.array(ChangedGrant).max(200).default([]),
  remove: z.array(givenIdOf('grant')).max(200).default([]),
};
export const GrantChanges = z.strictObject(grantChanges);
export type GrantChanges = z.infer<typeof GrantChanges>;

/** What a change gives and takes on one node and everything below it; what a line above says is not said again. */
export const AccessDifference = z.object({
  /** Null, and the path too, where the reader may not see the node. */
  nodeId: z.string().nullable(),
  kind: z.string(),
  /** `shop/production`, or the organization's name. */
  path: z.string().nullable(),
  gained: z.array(z.string()),
  lost: z.array(z.string()),
});
export type AccessDifference = z.infer<typeof AccessDifference>;

/** A part of a change that would be refused, by what asks for it: `grants.add.0`, `extras.api.read`, `add.mem_…`. */
export const Refusal = z.object({ field: z.string(), reason: z.string(), permission: z.string().optional() });
export type Refusal = z.infer<typeof Refusal>;

/** What a change would do to one member; nothing is saved. */
export const AccessPreview = z.object({
  memberId: z.string(),
  name: z.string(),
  differences: z.array(AccessDifference),
  /** “gains 4, loses 2”: permissions, each counted once for each line of `differences`. */
  gains: z.number().int(),
  loses: z.number().int(),
  /** Whether the member is suspended and so has none of it until restored. */
  isSuspended: z.boolean(),
  refusals: z.array(Refusal),
});
export type AccessPreview = z.infer<typeof AccessPreview>;
