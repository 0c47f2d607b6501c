import * as z from 'zod';
import { Description, Instant, Name, TypedName } from './fields.ts';
import { open, resource } from './resource.ts';

export const Organization = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: Instant,
  /** The caller's own membership in it. */
  memberId: z.string(),
  role: z.string(),
  level: z.number().int(),
  /** What the caller may everywhere in the organization … */
  permissions: z.array(z.string()),
  /** … and what besides at and below single nodes. */
  grants: z.array(z.object({ nodeId: z.string(), permissions: z.array(z.string()) })),
});
export type Organization = z.infer<typeof Organization>;

/** What a deletion takes with it, told before it is done. */
export const Deletion = z.object({
  name: z.string(),
  /** Counts by kind of everything below, the thing itself left out. */
  contains: z.array(z.object({ kind: z.string(), count: z.number(), examples: z.array(z.string()) })),
  /** What runs on servers and would be removed there, or left as orphans. */
  remote: z.array(z.object({ server: z.string(), what: z.string() })),
  /** True where the name has to be typed. */
  needsTypedName: z.boolean(),
});
export type Deletion = z.infer<typeof Deletion>;

const organization = resource('organization', { parent: 'organization' });

export const organizationContract = {
  list: open('everybody sees the organizations they belong to', {
    summary: 'List your organizations',
    effect: 'read',
    path: 'organizations',
    output: z.array(Organization),
  }),
  create: open('an account may own any number of organizations', {
    summary: 'Create an organization that you own',
    effect: 'start',
    path: 'organizations',
    method: 'POST',
    input: { name: Name, description: Description.optional() },
    output: Organization,
  }),
  get: organization.on('read', {
    summary: 'Show an organization',
    effect: 'read',
    output: Organization,
  }),
  update: organization.on('update', {
    summary: 'Rename or describe an organization',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), description: Description.optional() },
    output: Organization,
  }),
  deletion: organization.on('delete', {
    summary: 'List what deleting an organization takes with it',
    effect: 'read',
    path: 'deletion',
    output: Deletion,
  }),
  delete: organization.on('delete', {
    summary: 'Delete an organization and everything in it',
    effect: 'change',
    method: 'DELETE',
    input: { typedName: TypedName },
    output: z.object({}),
  }),
};
