import * as z from 'zod';
import { allKinds, scopeKinds } from '../model/nodes.ts';
import { allPermissions, demandedPermissions } from '../model/permissions.ts';
import { anyIdOf, Description, givenIdOf, Instant, idOf } from './fields.ts';
import { open, resource } from './resource.ts';

const PermissionName = z.enum([...allPermissions]);
/** One that can be asked about and for. */
const DemandedPermission = z.enum([...demandedPermissions]);

/** A place where access holds: the organization, or a node with a grant. */
const Place = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  /** Its names from the organization down, such as `Acme/Shop/production`. */
  path: z.string(),
});

/** One reason why a member holds something at a place and below it. */
export const AccessSource = z.object({
  /** `team`: a grant that one of the member's teams has. */
  type: z.enum(['role', 'extra', 'grant', 'team']),
  /** The name of the role whose permissions hold there; null for an extra. */
  role: z.string().nullable(),
  grantId: z.string().nullable(),
  team: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Where it holds, with all that lies below. */
  place: Place,
  /** `Set/Tag`, where the grant holds by a tag filter. */
  tags: z.array(z.string()),
  endsAt: Instant.nullable(),
  /** The same in a sentence. */
  text: z.string(),
});
export type AccessSource = z.infer<typeof AccessSource>;

/** One way to come by a permission that is lacking. */
export const AccessWay = z.object({
  /** `role`: another role of one's own; `grant`: a grant at the place; `extra`; `restore`: the member is suspended. */
  type: z.enum(['role', 'grant', 'extra', 'restore']),
  roleId: z.string().nullable(),
  role: z.string().nullable(),
  place: Place,
  text: z.string(),
});
export type AccessWay = z.infer<typeof AccessWay>;

/** Why a member may or may not do something somewhere. */
export const Explanation = z.object({
  isAllowed: z.boolean(),
  memberId: z.string(),
  memberName: z.string(),
  permission: PermissionName,
  place: Place,
  /** Everything that allows it; empty where it is not allowed. */
  by: z.array(AccessSource),
  /** What would allow it; empty where it is allowed. */
  wouldAllow: z.array(AccessWay),
  /** The answer in a sentence or two. */
  text: z.string(),
  /** The caller's own open request for it. */
  requestId: z.string().nullable(),
});
export type Explanation = z.infer<typeof Explanation>;

/** All that a member may: one row a permission, one column a place. */
export const AccessMatrix = z.object({
  memberId: z.string(),
  memberName: z.string(),
  role: z.string(),
  isSuspended: z.boolean(),
  /** The columns: the organization ("everywhere"), then each place with a grant. */
  places: z.array(Place),
  /** How many places with a grant the caller cannot see and so are left out. */
  hiddenPlaces: z.number().int(),
  sources: z.array(AccessSource),
  rows: z.array(
    z.object({
      kind: z.string(),
      verb: z.string(),
      permission: PermissionName,
      /** For each place the positions in `sources` that hold it there; empty for not held. A source whose place is another one is inherited. */
      cells: z.array(z.array(z.number().int())),
    }),
  ),
});
export type AccessMatrix = z.infer<typeof AccessMatrix>;

/** One member with access to a node. */
export const NodeAccess = z.object({
  memberId: z.string(),
  memberName: z.string(),
  role: z.string(),
  by: z.array(AccessSource),
  /** All that it may right there. */
  permissions: z.array(PermissionName),
});
export type NodeAccess = z.infer<typeof NodeAccess>;

const ReviewedGrant = z.object({
  grantId: z.string(),
  holder: z.object({ type: z.enum(['member', 'team']), id: z.string(), name: z.string() }),
  /** Null where it holds by tags. */
  place: Place.nullable(),
  tags: z.array(z.string()),
  /** Null for the holder's own role. */
  role: z.string().nullable(),
  createdAt: Instant,
  usedAt: Instant.nullable(),
  endsAt: Instant.nullable(),
});

/** Those of whom it is too early to say what they need: how many, and when the first of them is told of. */
const TooEarly = z.object({ count: z.number().int(), from: Instant }).nullable();

/** What an organization looks at now and then, so that nobody holds more than they need. */
export const AccessReview = z.object({
  /** What was used after this instant counts as used: 90 days ago. */
  since: Instant,
  /** Longest inactive first. */
  members: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      role: z.string(),
      isSuspended: z.boolean(),
      joinedAt: Instant,
      activeAt: Instant.nullable(),
    }),
  ),
  /** Never used, or not since then; without those that were given within the last 30 days. */
  unusedGrants: z.array(ReviewedGrant),
  newGrants: TooEarly,
  /** End within 30 days, soonest first. */
  endingGrants: z.array(ReviewedGrant),
  /** Held somewhere but not exercised since then; most of them first, without who joined within the last 30 days. */
  unusedPermissions: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      joinedAt: Instant,
      held: z.number().int(),
      permissions: z.array(PermissionName),
    }),
  ),
  newMembers: TooEarly,
  /** Longest unused first. */
  apiKeys: z.array(
    z.object({
      apiKeyId: z.string(),
      name: z.string(),
      memberId: z.string(),
      memberName: z.string(),
      createdAt: Instant,
      usedAt: Instant.nullable(),
      expiresAt: Instant.nullable(),
    }),
  ),
});
export type AccessReview = z.infer<typeof AccessReview>;

export const AccessRequest = z.object({
  id: z.string(),
  organizationId: z.string(),
  memberId: z.string(),
  memberName: z.string(),
  permission: PermissionName,
  place: Place,
  reason: z.string(),
  state: z.enum(['open', 'granted', 'declined', 'withdrawn']),
  /** What was said with the decision. */
  answer: z.string(),
  answeredBy: z.string().nullable(),
  createdAt: Instant,
  answeredAt: Instant.nullable(),
  /** Whether the caller may answer it. */
  isAnswerable: z.boolean(),
  /** Whether it is the caller's own. */
  isOwn: z.boolean(),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

const member = resource('member', { parent: 'organization' });
const request = resource('member', { parent: 'accessRequest' });

export const accessContract = {
  explain: open('everybody may ask why of themselves; of somebody else it takes member.read', {
    summary: 'Explain why a member may or may not do something, and what would allow it',
    effect: 'read',
    path: 'organizations/{organizationId}/access/explanation',
    input: {
      organizationId: idOf('organization'),
      /** Oneself where absent. */
      memberId: idOf('member').optional(),
      permission: DemandedPermission,
      nodeId: anyIdOf(allKinds),
    },
    output: Explanation,
  }),
  matrix: member.on('read', {
    summary: 'Show all that a member may, by permission and place, with the reason of each',
    effect: 'read',
    own: true,
    path: 'access',
    output: AccessMatrix,
  }),
  matrixCsv: member.on('read', {
    summary: 'Export all that a member may as CSV',
    effect: 'read',
    own: true,
    path: 'access/export',
    output: z.object({ fileName: z.string(), text: z.string() }),
  }),
  onNode: member.under('read', {
    summary: 'List who has access to a node, and by what',
    effect: 'read',
    path: '/organizations/{organizationId}/access/nodes/{nodeId}',
    input: { nodeId: anyIdOf(['organization', ...scopeKinds]) },
    output: z.array(NodeAccess),
  }),
  review: member.under('read', {
    summary: 'Review access: inactive members, unused grants, permissions and API keys, ending grants',
    effect: 'read',
    path: '/organizations/{organizationId}/access/review',
    output: AccessReview,
  }),
  requests: open('shows only the requests that the caller made or may answer', {
    summary: 'List the requests for access that you made or may answer, newest first',
    effect: 'read',
    path: 'organizations/{organizationId}/access-requests',
    input: {
      organizationId: idOf('organization'),
      state: z.enum(['open', 'granted', 'declined', 'withdrawn']).optional(),
    },
    output: z.array(AccessRequest),
  }),
  request: open('everybody may ask for what they can see and lack', {
    summary: 'Ask for a permission on something that you can see',
    effect: 'start',
    path: 'access-requests',
    input: {
      nodeId: anyIdOf(['organization', ...scopeKinds]),
      permission: DemandedPermission,
      reason: Description,
    },
    output: AccessRequest,
  }),
  answer: request.under('update', {
    summary: 'Grant or decline a request for access',
    effect: 'change',
    path: '/access-requests/{accessRequestId}/answer',
    input: {
      decision: z.enum(['granted', 'declined']),
      answer: Description.optional(),
      /** The role whose permissions the grant gives; absent where the member's own role holds the permission. */
      roleId: givenIdOf('role').optional(),
      endsAt: Instant.optional(),
    },
    output: AccessRequest,
  }),
  withdraw: open('one withdraws only one’s own requests', {
    summary: 'Withdraw your own request for access',
    effect: 'change',
    path: 'access-requests/{accessRequestId}/withdrawal',
    input: { accessRequestId: idOf('accessRequest') },
    output: AccessRequest,
  }),
};
