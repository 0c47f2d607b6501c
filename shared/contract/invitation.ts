import * as z from 'zod';
import { Email, givenIdOf, Instant, Name } from './fields.ts';
import { grantPlace, isOnePlace, onePlace } from './grant.ts';
import { extraPermissions } from './member.ts';
import { open, resource } from './resource.ts';
import { NewPassword, Session, SignedIn } from './session.ts';

/** How long an invitation may live, in hours: two days or a week. Source: docs/access.md, R7. */
export const LifetimeHours = z.union([z.literal(48), z.literal(168)]);

/** One grant that is offered along with the role. */
export const OfferedGrant = z
  .strictObject({
    ...grantPlace,
    /** Without one the offered role itself holds there. */
    roleId: givenIdOf('role').optional(),
    endsAt: Instant.optional(),
  })
  .refine(isOnePlace, onePlace);
export type OfferedGrant = z.infer<typeof OfferedGrant>;

/** Where something that is offered holds: on a node, or on whatever carries the tags. */
const offeredPlace = {
  nodeId: z.string().optional(),
  tagIds: z.array(z.string()).optional(),
  /** `shop/production`, or `Ring: Canary + Ring: Stable`. */
  path: z.string(),
};

/** What whoever accepts will have. */
const offer = {
  roleId: givenIdOf('role'),
  extras: z.array(z.enum(extraPermissions)).max(extraPermissions.length).optional(),
  grants: z.array(OfferedGrant).max(100).optional(),
};

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  roleId: z.string(),
  role: z.string(),
  level: z.number().int(),
  extras: z.array(z.string()),
  /** What the reader may not see is left out. */
  grants: z.array(z.object({ ...offeredPlace, role: z.string().optional(), endsAt: Instant.optional() })),
  inviterName: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
});
export type Invitation = z.infer<typeof Invitation>;

/** The secret is told here once; the store keeps nothing that it could be made from. */
export const NewInvitation = z.object({
  invitation: Invitation,
  secret: z.string(),
  /** To be put behind the address of a host: `/#invitation=…`. */
  path: z.string(),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

/**
 * What a future member will be able to do: on the organization first, then where a grant adds to it now, and then on
 * whatever carries the tags of a grant by tags, now or later.
 */
export const OfferPreview = z.array(z.object({ ...offeredPlace, permissions: z.array(z.string()) }));
export type OfferPreview = z.infer<typeof OfferPreview>;

/** Any text: a malformed secret is answered like an unknown one. */
const secret = z.string().min(1).max(200);

/** What the holder of a secret sees of the invitation. */
export const OfferedInvitation = z.object({
  organization: z.string(),
  /** `o•••@example.com`; in full for whoever is signed in with it. */
  email: z.string(),
  role: z.string(),
  inviterName: z.string(),
  expiresAt: Instant,
  /** Whether the address has an account on this store, which then has to be signed in to. */
  hasAccount: z.boolean(),
  /** Whether the caller is signed in as the one who is invited. */
  isForYou: z.boolean(),
});
export type OfferedInvitation = z.infer<typeof OfferedInvitation>;

/** An invitation as the one who was invited finds it in their inbox. */
export const ReceivedInvitation = z.object({
  id: z.string(),
  organization: z.string(),
  role: z.string(),
  inviterName: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
});
export type ReceivedInvitation = z.infer<typeof ReceivedInvitation>;

export const InvitationInbox = z.object({
  /** Whether the caller's address is proven to be theirs; nothing is shown before. */
  isVerified: z.boolean(),
  invitations: z.array(ReceivedInvitation),
});
export type InvitationInbox = z.infer<typeof InvitationInbox>;

/** The id of an invitation in the caller's inbox: it belongs to an organization that they are not in. */
const received = z.string().min(1).max(64);

/** A file `*.quayside-invitation`, for where a link cannot be sent. */
export const InvitationFile = z.strictObject({
  version: z.literal(1),
  url: z
    .url({ protocol: /^https?$/ })
    .max(512)
    .optional(),
  secret,
  organization: Name,
  email: Email,
  expiresAt: Instant,
});
export type InvitationFile = z.infer<typeof InvitationFile>;

const invitation = resource('invitation', { parent: 'organization' });

export const invitationContract = {
  list: invitation.under('read', {
    summary: 'List the invitations that nobody has accepted yet',
    effect: 'read',
    output: z.array(Invitation),
  }),
  create: invitation.under('create', {
    summary: 'Invite somebody by e-mail address; the secret is told once',
    effect: 'change',
    creates: true,
    input: { email: Email, ...offer, lifetimeHours: LifetimeHours },
    output: NewInvitation,
  }),
  preview: invitation.under('create', {
    summary: 'Show what somebody invited like this will be able to do',
    effect: 'read',
    method: 'POST',
    path: 'preview',
    input: offer,
    output: OfferPreview,
  }),
  resend: invitation.on('create', {
    summary: 'Make a new secret and a new expiry; the old link stops working',
    effect: 'change',
    path: 'resend',
    input: { lifetimeHours: LifetimeHours },
    output: NewInvitation,
  }),
  cancel: invitation.on('cancel', {
    summary: 'Cancel an invitation; its link stops working',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
  look: open('whoever holds the secret may see what it offers', {
    summary: 'Show what an invitation offers to the holder of its secret',
    effect: 'read',
    method: 'POST',
    path: 'invitations/look',
    anonymous: true,
    input: { secret },
    output: OfferedInvitation,
  }),
  register: open('whoever was invited and has no account yet makes one', {
    summary: 'Make the account that an invitation is for, join, and sign in',
    effect: 'change',
    creates: true,
    path: 'invitations/register',
    anonymous: true,
    input: { secret, name: Name, password: NewPassword },
    output: SignedIn,
  }),
  accept: open('whoever was invited joins with the account of that address', {
    summary: 'Accept an invitation with the account that is signed in',
    effect: 'change',
    path: 'invitations/accept',
    personal: true,
    input: { secret },
    output: Session,
  }),
  inbox: open('everybody reads the invitations to their own verified address', {
    summary: 'List the invitations to your own verified e-mail address',
    effect: 'read',
    path: 'invitations/received',
    personal: true,
    output: InvitationInbox,
  }),
  acceptReceived: open('whoever was invited joins with the account of that address', {
    summary: 'Accept an invitation of your inbox',
    effect: 'change',
    path: 'invitations/received/accept',
    personal: true,
    input: { invitation: received },
    output: Session,
  }),
  declineReceived: open('one declines only what is addressed to oneself', {
    summary: 'Decline an invitation of your inbox; its link stops working',
    effect: 'change',
    path: 'invitations/received/decline',
    personal: true,
    input: { invitation: received },
    output: z.object({}),
  }),
};
