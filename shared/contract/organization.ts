import * as z from 'zod';
import { invitationLifetimes } from '../model/policy.ts';
import { Description, givenIdOf, Instant, idOf, Name, TypedName } from './fields.ts';
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
});
export type Organization = z.infer<typeof Organization>;

/** An organization with what the caller holds in it: told once, to whoever signs in, and not with each row of a list. */
export const OwnOrganization = Organization.extend({
  /** What the caller may everywhere in the organization … */
  permissions: z.array(z.string()),
  /** … and what besides at and below single nodes. */
  grants: z.array(z.object({ nodeId: z.string(), permissions: z.array(z.string()) })),
});
export type OwnOrganization = z.infer<typeof OwnOrganization>;

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

const InvitationHours = z.literal(invitationLifetimes);

/** What an organization decided about itself; see `shared/model/policy.ts` for the presets. */
export const OrganizationPolicy = z.object({
  allowsTransfer: z.boolean(),
  adminsManageAdmins: z.boolean(),
  invitationHours: InvitationHours,
  seats: z.object({
    /** Absent where there is no limit. */
    limit: z.number().int().optional(),
    /** Active members … */
    members: z.number().int(),
    /** … and invitations that can still be accepted. */
    invitations: z.number().int(),
  }),
  /** The role that newcomers are offered first. */
  defaultRole: z.object({ id: z.string(), name: z.string() }).optional(),
});
export type OrganizationPolicy = z.infer<typeof OrganizationPolicy>;

/** Something that everybody who runs an organization has to know, such as a recovered ownership. */
export const OrganizationNotice = z.object({ id: z.string(), at: Instant, text: z.string() });
export type OrganizationNotice = z.infer<typeof OrganizationNotice>;

const organization = resource('organization', { parent: 'organization' });

export const organizationContract = {
  list: open('everybody sees the organizations they belong to', {
    summary: 'List your organizations',
    effect: 'read',
    path: 'organizations',
    output: z.array(Organization),
  }),
  create: open('whoever may found organizations here may own any number of them', {
    summary: 'Create an organization that you own',
    effect: 'start',
    path: 'organizations',
    method: 'POST',
    // A key belongs to one organization.
    personal: true,
    hostRight: 'found-organizations',
    input: { name: Name, description: Description.optional() },
    output: Organization,
  }),
  get: open('shows what every member knows of it, and what they themselves may', {
    summary: 'Show an organization',
    effect: 'read',
    path: 'organizations/{organizationId}',
    input: { organizationId: idOf('organization') },
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
    effect: 'act',
    method: 'DELETE',
    personal: true,
    input: {
      typedName: TypedName,
      /** Whether what its services run on servers is removed there, too; else it keeps running. */
      removeRemote: z.boolean().default(false),
    },
    output: z.object({
      /** What could not be removed from its server, in words. */
      orphaned: z.array(z.string()),
    }),
  }),
  policy: organization.on('read', {
    summary: 'Show the policy, seats and default role of an organization',
    effect: 'read',
    path: 'policy',
    output: OrganizationPolicy,
  }),
  /** `organization.transfer` is what only the Owner holds: R5 has the Owner decide the policy. */
  updatePolicy: organization.on('transfer', {
    summary: 'Change what the Owner decides: transfer, Admins over Admins, invitation lifetime',
    refusal: 'The policy of an organization is its Owner’s to decide, and nobody else can be given that.',
    effect: 'change',
    path: 'policy',
    method: 'PATCH',
    input: {
      allowsTransfer: z.boolean().optional(),
      adminsManageAdmins: z.boolean().optional(),
      invitationHours: InvitationHours.optional(),
    },
    output: OrganizationPolicy,
  }),
  updateSeats: organization.on('update', {
    summary: 'Set the seat limit and the role that newcomers are offered first',
    effect: 'change',
    path: 'seats',
    method: 'PATCH',
    input: {
      /** Null takes the limit away. A limit below what is used keeps everybody. */
      seatLimit: z.number().int().min(1).max(100_000).nullable().optional(),
      defaultRoleId: givenIdOf('role').nullable().optional(),
    },
    output: OrganizationPolicy,
  }),
  transfer: organization.on('transfer', {
    summary: 'Hand the organization to another member; you become an Admin',
    effect: 'change',
    path: 'transfer',
    personal: true,
    input: { memberId: givenIdOf('member'), typedName: TypedName },
    output: z.object({}),
  }),
  leave: open('everybody but the Owner may leave, also while suspended', {
    summary: 'Leave an organization',
    effect: 'change',
    path: 'organizations/{organizationId}/leave',
    personal: true,
    suspended: true,
    input: { organizationId: idOf('organization') },
    output: z.object({}),
  }),
  notices: organization.on('update', {
    summary: 'List what you have to know as one who runs the organization',
    effect: 'read',
    path: 'notices',
    output: z.array(OrganizationNotice),
  }),
  dismissNotice: organization.on('update', {
    summary: 'Dismiss a notice, for yourself only',
    effect: 'change',
    path: 'notices/dismissal',
    input: { notice: z.string().max(64) },
    output: z.object({}),
  }),
};
