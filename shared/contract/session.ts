import * as z from 'zod';
import { hostRights } from '../model/host-rights.ts';
import { Email, Instant, idOf, Name } from './fields.ts';
import { OwnOrganization } from './organization.ts';
import { open } from './resource.ts';

/** A person with an account on this store. */
export const Account = z.object({ id: z.string(), name: z.string(), email: z.string() });
export type Account = z.infer<typeof Account>;

const passwordMost = 256;

/** A password as it is typed to be compared. */
export const Password = z.string().min(1, 'must not be empty').max(passwordMost);

/** A password that is being chosen: length is what counts. Source: NIST SP 800-63B 3.1.1.2. */
export const NewPassword = z
  .string()
  .min(10, 'must be at least 10 characters')
  .max(passwordMost, `must be at most ${passwordMost} characters`);

/** Six digits of an authenticator, or a recovery code. */
export const SecondFactor = z.string().trim().min(6).max(32);

const TotpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'must be the six digits that the authenticator shows');

/** What the caller's own account has besides what everybody may see of it. */
export const OwnAccount = Account.extend({
  /** A data URL. */
  avatar: z.string().nullable(),
  /** An address that they want in its place; it counts for nothing until it is verified. */
  pendingEmail: z.string().optional(),
  hasPassword: z.boolean(),
  hasTwoFactor: z.boolean(),
  recoveryCodesLeft: z.number(),
  lockAfterMinutes: z.number().nullable(),
  /** Others share this store, and anybody at this machine could act as this account. */
  needsPassword: z.boolean(),
});
export type OwnAccount = z.infer<typeof OwnAccount>;

const place = z.string().max(512).regex(/^\//, 'must be a path inside the application');

export const Session = z.object({
  /**
   * `first-run`: the store is empty and the caller may set it up; `signed-out`: nobody is known here;
   * `must-change-password` and `locked`: somebody is, but gets nothing else before they do that.
   */
  state: z.enum(['first-run', 'signed-out', 'must-change-password', 'locked', 'ready']),
  /** Whether somebody set this store up already. */
  isSetUp: z.boolean(),
  /** Absent where nobody is known, and for an API key: how its holder signs in is not its business. */
  account: OwnAccount.optional(),
  /** The API key that asks, and by whose word. */
  apiKey: z.object({ id: z.string(), name: z.string(), holder: z.string() }).optional(),
  host: z.object({
    kind: z.enum(['desktop', 'headless', 'test']),
    version: z.string(),
    platform: z.string(),
  }),
  /** What the operator of the host lets the caller do with the host itself. */
  hostRights: z.array(z.enum(hostRights)),
  /** The first account of a store has to have a password here. */
  requiresPassword: z.boolean(),
  organizations: z.array(OwnOrganization),
  /** Where the membership is suspended: it opens nothing there, and can be left. */
  suspendedIn: z.array(z.object({ id: z.string(), name: z.string() })),
  /**
   * The one organization that this session opens: the second factor of its provider stood in for the account's own,
   * which opens the others.
   */
  onlyIn: z.string().optional(),
  /** Where the account was last, to be reopened; an API key was nowhere. */
  lastOrganizationId: z.string().optional(),
  places: z.record(z.string(), z.string()),
});
export type Session = z.infer<typeof Session>;

/** A session that was just begun, with its token, which is told this once. */
export const SignedIn = z.object({ token: z.string(), session: Session });
export type SignedIn = z.infer<typeof SignedIn>;

/** Signed in, or on the way there: the password was right, and the second factor is asked for. */
export const SignInResult = z.union([
  /** `device` is given again at the next sign-in from here, so that nobody keeps its holder out by guessing elsewhere. */
  SignedIn.extend({ device: z.string().optional() }),
  z.object({ needsCode: z.literal(true) }),
]);
export type SignInResult = z.infer<typeof SignInResult>;

/** One place where the caller is signed in. */
export const OpenSession = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  isLocked: z.boolean(),
  isRemembered: z.boolean(),
  transport: z.string(),
  address: z.string(),
  agent: z.string(),
  createdAt: Instant,
  seenAt: Instant,
});
export type OpenSession = z.infer<typeof OpenSession>;

const nothing = z.object({});
const own = 'everybody may look after their own account';

/** How long a window may be left alone, in minutes. */
export const idleMinutes = [1, 5, 15, 30, 60, 240] as const;

export const sessionContract = {
  current: open('tells the caller who they are', {
    summary: 'Tell who is signed in, and what the host is',
    effect: 'read',
    path: 'session',
    anonymous: true,
    output: Session,
  }),
  firstRun: open('an empty store has nobody who could hold a permission', {
    summary: 'Create the first profile and the first organization of an empty store',
    effect: 'start',
    path: 'session/first-run',
    anonymous: true,
    input: { name: Name, email: Email, organizationName: Name, password: NewPassword.optional() },
    /** `token` where a password was chosen, for then nobody is let in without one. */
    output: Session.extend({ token: z.string().optional() }),
  }),
  signIn: open('signing in is how one becomes somebody', {
    summary: 'Sign in by e-mail address and password',
    effect: 'change',
    path: 'session/sign-in',
    anonymous: true,
    quiet: true,
    input: {
      email: Email,
      password: Password,
      code: SecondFactor.optional(),
      /** Stay signed in for weeks. */
      remember: z.boolean().default(false),
      /** What an earlier sign-in from this device answered as `device`. */
      device: z.string().max(128).optional(),
    },
    output: SignInResult,
  }),
  resume: open('a window that was reloaded is still somebody', {
    summary: 'Go on with a session by its token, on a connection that could not bring it',
    effect: 'change',
    path: 'session/resume',
    anonymous: true,
    quiet: true,
    input: { sessionToken: z.string().min(1).max(128) },
    output: Session,
  }),
  signOut: open(own, {
    summary: 'End the session of this connection',
    effect: 'change',
    path: 'session/sign-out',
    quiet: true,
    personal: true,
    despite: ['locked', 'must-change-password'],
    output: nothing,
  }),
  sessions: open(own, {
    summary: 'List where you are signed in',
    effect: 'read',
    path: 'sessions',
    personal: true,
    output: z.array(OpenSession),
  }),
  revokeSession: open(own, {
    summary: 'End one of your own sessions',
    effect: 'change',
    path: 'sessions/{session}',
    method: 'DELETE',
    quiet: true,
    personal: true,
    input: { session: z.string().min(1).max(64) },
    output: nothing,
  }),
  revokeOthers: open(own, {
    summary: 'End all of your sessions but this one',
    effect: 'change',
    path: 'sessions/revoke-others',
    quiet: true,
    personal: true,
    output: z.object({ ended: z.number() }),
  }),
  setPassword: open(own, {
    summary: 'Choose a password; your other sessions end',
    effect: 'change',
    path: 'session/password',
    method: 'PUT',
    quiet: true,
    personal: true,
    despite: ['must-change-password'],
    input: { currentPassword: Password.optional(), newPassword: NewPassword },
    output: SignedIn,
  }),
  lock: open(own, {
    summary: 'Lock this session until the password is typed',
    effect: 'change',
    path: 'session/lock',
    quiet: true,
    personal: true,
    output: nothing,
  }),
  unlock: open(own, {
    summary: 'Unlock this session',
    effect: 'change',
    path: 'session/unlock',
    quiet: true,
    personal: true,
    despite: ['locked'],
    input: { password: Password },
    output: Session,
  }),
  noteActivity: open(own, {
    summary: 'Tell that somebody is at this window, so that it is not locked',
    effect: 'change',
    path: 'session/activity',
    quiet: true,
    personal: true,
    output: nothing,
  }),
  setIdleLock: open(own, {
    summary: 'Choose after how many minutes without input your windows lock',
    effect: 'change',
    path: 'session/idle-lock',
    method: 'PUT',
    quiet: true,
    personal: true,
    input: { lockAfterMinutes: z.number().int().min(1).max(1_440).nullable() },
    output: OwnAccount,
  }),
  startTwoFactor: open(own, {
    summary: 'Begin to set up an authenticator as second factor',
    effect: 'change',
    path: 'session/two-factor/start',
    quiet: true,
    personal: true,
    input: { password: Password },
    output: z.object({ secret: z.string(), uri: z.string() }),
  }),
  confirmTwoFactor: open(own, {
    summary: 'Turn the second factor on by a code of the authenticator',
    effect: 'change',
    path: 'session/two-factor/confirm',
    quiet: true,
    personal: true,
    input: { code: TotpCode },
    output: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  disableTwoFactor: open(own, {
    summary: 'Turn the second factor off',
    effect: 'change',
    path: 'session/two-factor/disable',
    quiet: true,
    personal: true,
    input: { password: Password, code: SecondFactor },
    output: OwnAccount,
  }),
  proveSecondFactor: open(own, {
    summary: 'Show your own second factor, so that this session opens all of your organizations',
    effect: 'change',
    path: 'session/second-factor',
    quiet: true,
    personal: true,
    input: { code: SecondFactor },
    output: Session,
  }),
  updateProfile: open('everybody may change their own name and address', {
    summary: 'Change your own profile',
    effect: 'change',
    path: 'session/profile',
    method: 'PATCH',
    personal: true,
    input: {
      name: Name.optional(),
      /** Another one counts once it is verified: by the host's operator, or a provider that they confirmed for it. */
      email: Email.optional(),
      /** Of the account, asked for with another address. */
      password: Password.optional(),
      /** A PNG, JPEG or WebP of at most 64 KiB as a data URL; null removes it. */
      avatar: z.string().max(88_000).nullable().optional(),
    },
    output: OwnAccount,
  }),
  draftKey: open(own, {
    summary: 'Give the key that seals the unsaved text of your forms in a browser',
    effect: 'read',
    path: 'session/draft-key',
    personal: true,
    /** 32 bytes in base64; the same for an account on this host for ever, and never another account's. */
    output: z.object({ key: z.base64() }),
  }),
  rememberPlace: open('everybody may keep their own place', {
    summary: 'Remember the open organization and the place in it',
    effect: 'change',
    path: 'session/place',
    method: 'PUT',
    quiet: true,
    personal: true,
    input: { organizationId: idOf('organization'), place },
    output: nothing,
  }),
};
