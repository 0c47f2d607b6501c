import * as z from 'zod';
import { demandedPermissions } from '../model/permissions.ts';
import { isForCustomRoles } from '../model/roles.ts';
import { Email, givenIdOf, Instant, idOf, Name } from './fields.ts';
import { AccessPreview, Grant, GrantChanges, grantChanges } from './grant.ts';
import { resource } from './resource.ts';
import { NewPassword } from './session.ts';

/** Single permissions that may be given to one member for the whole organization: all but what custom roles lack. */
export const extraPermissions = demandedPermissions.filter(isForCustomRoles);
const Extras = z.array(z.enum(extraPermissions)).max(extraPermissions.length);

const NamedTeam = z.object({ id: z.string(), name: z.string() });

export const Member = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  email: z.string(),
  /** A data URL. */
  avatar: z.string().optional(),
  role: z.object({
    id: z.string(),
    name: z.string(),
    level: z.number().int(),
    /** `owner`, `admin` …; null for a custom role. */
    builtIn: z.string().nullable(),
    /** Whether the role holds everywhere, or only where a grant says so. */
    reach: z.enum(['organization', 'granted']),
  }),
  teams: z.array(NamedTeam),
  /** Grants of their own, and those that come by teams. */
  grantCount: z.number().int(),
  teamGrantCount: z.number().int(),
  extras: z.array(z.string()),
  joinedAt: Instant,
  activeAt: Instant.optional(),
  suspendedAt: Instant.optional(),
  isOwner: z.boolean(),
  isYou: z.boolean(),
  /** Why the caller may change nothing about this member, in a sentence; absent where they may. */
  refusal: z.string().optional(),
});
export type Member = z.infer<typeof Member>;

/** `newest` and `oldest`: by the instant at which they joined; those of one instant by name. */
export const MemberOrder = z.enum(['name', 'newest', 'oldest']);
export type MemberOrder = z.infer<typeof MemberOrder>;

/** What removing a member takes with it, told before it is done. */
export const MemberRemoval = z.object({
  name: z.string(),
  email: z.string(),
  /** The account stays; this many further organizations of this store have it as a member. */
  otherOrganizations: z.number().int(),
  grants: z.number().int(),
  apiKeys: z.number().int(),
  teams: z.array(NamedTeam),
  /** Servers on which they could run commands as root, and whose keys are worth rotating. */
  servers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type MemberRemoval = z.infer<typeof MemberRemoval>;

/** One change for many members. */
export const BulkChange = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('role'), roleId: givenIdOf('role') }),
  z.strictObject({ type: z.literal('extras'), add: Extras.default([]), remove: Extras.default([]) }),
  z.strictObject({
    type: z.literal('teams'),
    join: z.array(givenIdOf('team')).max(100).default([]),
    leave: z.array(givenIdOf('team')).max(100).default([]),
  }),
  z.strictObject({ type: z.literal('suspend') }),
  z.strictObject({ type: z.literal('restore') }),
  z.strictObject({ type: z.literal('remove') }),
]);
export type BulkChange = z.infer<typeof BulkChange>;

/** What may be other about one member's access at once; what is absent stays as it is. */
const accessChanges = {
  roleId: givenIdOf('role').optional(),
  /** All the single permissions that the member would have besides the role. */
  extras: Extras.optional(),
  grants: GrantChanges.optional(),
};

/** How many members can be changed at once. */
export const bulkLimit = 1_000;

const bulk = { memberIds: z.array(idOf('member')).min(1).max(bulkLimit), change: BulkChange };

const member = resource('member', { parent: 'organization' });

export const memberContract = {
  list: member.under('read', {
    summary: 'List the members of an organization, by name or by when they joined',
    effect: 'read',
    input: { sort: MemberOrder.default('name') },
    output: z.array(Member),
  }),
  get: member.on('read', { summary: 'Show a member', effect: 'read', own: true, output: Member }),
  create: member.under('create', {
    summary: 'Add somebody without an account, with an initial password to be changed at the first sign-in',
    effect: 'start',
    personal: true,
    input: { name: Name, email: Email, password: NewPassword, roleId: givenIdOf('role') },
    output: Member,
  }),
  setRole: member.on('update', {
    summary: 'Give a member another role',
    effect: 'change',
    path: 'role',
    method: 'PUT',
    input: { roleId: givenIdOf('role') },
    output: Member,
  }),
  setExtras: member.on('update', {
    summary: 'Say which single permissions a member has besides the role',
    effect: 'change',
    path: 'extras',
    method: 'PUT',
    input: { permissions: Extras },
    output: Member,
  }),
  changeAccess: member.on('update', {
    summary: 'Change the role, extra permissions and grants of a member together, all or nothing',
    effect: 'change',
    path: 'access',
    method: 'PATCH',
    input: accessChanges,
    output: Member,
  }),
  suspend: member.on('update', {
    summary: 'Suspend a member: everything stays, and opens nothing',
    effect: 'change',
    path: 'suspend',
    output: Member,
  }),
  restore: member.on('update', {
    summary: 'Let a suspended member in again',
    effect: 'change',
    path: 'restore',
    output: Member,
  }),
  removal: member.on('delete', {
    summary: 'List what removing a member takes with it',
    effect: 'read',
    path: 'removal',
    output: MemberRemoval,
  }),
  remove: member.on('delete', {
    summary: 'Remove a member from the organization; the account stays',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
  grants: member.on('read', {
    summary: 'List the grants of a member, those by teams too',
    effect: 'read',
    own: true,
    path: 'grants',
    output: z.array(Grant),
  }),
  changeGrants: member.on('update', {
    summary: 'Give, change and take grants of a member, all or nothing',
    effect: 'change',
    method: 'PATCH',
    path: 'grants',
    input: grantChanges,
    output: z.array(Grant),
  }),
  preview: member.on('read', {
    summary: 'Show what a change would give to a member and take from them',
    effect: 'read',
    method: 'POST',
    path: 'preview',
    input: {
      ...accessChanges,
      /** All the teams the member would be in. */
      teamIds: z.array(givenIdOf('team')).max(1_000).optional(),
    },
    output: AccessPreview,
  }),
  bulk: member.under('update', {
    summary: 'Change many members at once, all or nothing',
    effect: 'change',
    path: 'bulk',
    input: bulk,
    output: z.object({}),
  }),
  bulkPreview: member.under('read', {
    summary: 'Show what changing many members at once would do',
    effect: 'read',
    method: 'POST',
    path: 'bulk/preview',
    input: bulk,
    output: z.array(AccessPreview),
  }),
};
