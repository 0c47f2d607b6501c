import * as z from 'zod';
import { givenIdOf, Instant, idOf, Name } from './fields.ts';
import { open, resource, streamOf } from './resource.ts';
import { SecondFactor, SignedIn } from './session.ts';

/** No browser or host type is known here, so addresses are taken apart by their letters. */
const address = /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(\/[^?#@\\\s]*)?$/i;
const loopbackNames = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether an address stays on this machine. */
export const isLoopbackUrl = (text: string): boolean =>
  loopbackNames.includes(address.exec(text)?.[2]?.toLowerCase() ?? '');

const isIssuer = (text: string): boolean =>
  address.test(text) && (/^https:/i.test(text) || isLoopbackUrl(text));

const isRedirect = (text: string): boolean =>
  isLoopbackUrl(text) && address.exec(text)?.[4] === '/oidc/callback';

/** The address of a provider, from which everything else about it is discovered. Source: OpenID Connect Discovery 1.0. */
export const Issuer = z
  .string()
  .trim()
  .max(512)
  .refine(isIssuer, 'must be an https:// address without query (http:// only on this machine)');

/** A domain of e-mail addresses, such as `example.com`; sub-domains are domains of their own. */
export const EmailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.{3,})[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as example.com');

export const IdentityProvider = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasClientSecret: z.boolean(),
  /** Unknown addresses of these domains get an account; without any, only linked accounts sign in. */
  emailDomains: z.array(z.string()),
  /** What newcomers become; absent once that role was deleted, and then nobody new is let in. */
  roleId: z.string().optional(),
  role: z.string().optional(),
  /** Of those, which the operator of the host confirmed: only these let newcomers in, and show on the sign-in page. */
  confirmedDomains: z.array(z.string()),
  /** Whether the operator lets it be in the network of the host. */
  allowsPrivate: z.boolean(),
  isEnabled: z.boolean(),
  /** Whoever comes by it is not asked for their second factor here, as long as they stay in this organization. */
  trustsSecondFactor: z.boolean(),
  /** How many accounts sign in by it. */
  identities: z.number().int(),
  createdAt: Instant,
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;

/** One way in of one's own account. */
export const LinkedIdentity = z.object({
  identity: z.string(),
  provider: z.string(),
  organization: z.string(),
  email: z.string(),
  linkedAt: Instant,
  usedAt: Instant.optional(),
});
export type LinkedIdentity = z.infer<typeof LinkedIdentity>;

const ClientSecret = z.string().min(1).max(1_024);
const fields = {
  name: Name,
  issuer: Issuer,
  clientId: z.string().trim().min(1).max(256),
  emailDomains: z.array(EmailDomain).max(50),
  roleId: givenIdOf('role'),
  isEnabled: z.boolean(),
  trustsSecondFactor: z.boolean(),
};

/** Of the window that began: only it can finish. */
const Secret = z.string().min(1).max(128);

/** Signed in, or on the way there: the provider vouched for them, and the second factor of their account is asked for. */
export const SignInByProvider = z.union([
  SignedIn,
  z.object({ needsCode: z.literal(true), flow: z.string() }),
]);
export type SignInByProvider = z.infer<typeof SignInByProvider>;

/** What a provider sends back. Source: RFC 6749 4.1.2, RFC 9207. */
export const ProviderReturn = z.object({
  state: z.string().min(1).max(256),
  code: z.string().min(1).max(4_096).optional(),
  /** Of RFC 9207, where the provider sends it. */
  issuer: z.string().max(512).optional(),
  /** `access_denied`, where somebody changed their mind. */
  error: z.string().max(256).optional(),
});
export type ProviderReturn = z.infer<typeof ProviderReturn>;

/** The same, and the secret of the window that began. */
const answer = { flow: Secret, ...ProviderReturn.shape };

/** A sign-in in the browser of this machine: waiting for it, with where it was sent, then what came back. */
export const BrowserStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('waiting'), flow: z.string(), url: z.string() }),
  z.object({ type: z.literal('returned'), answer: z.object(answer) }),
]);
export type BrowserStep = z.infer<typeof BrowserStep>;

const organization = resource('organization', { parent: 'organization' });
const one = 'identity-providers/{identityProviderId}';
const own = 'everybody may look after their own account';

export const identityProviderContract = {
  list: organization.on('update', {
    summary: 'List the providers that people may sign in by',
    effect: 'read',
    path: 'identity-providers',
    output: z.array(IdentityProvider),
  }),
  create: organization.on('update', {
    summary: 'Add an OpenID Connect provider that people may sign in by',
    effect: 'start',
    path: 'identity-providers',
    input: {
      ...fields,
      isEnabled: fields.isEnabled.default(true),
      trustsSecondFactor: fields.trustsSecondFactor.default(false),
      clientSecret: ClientSecret.optional(),
    },
    output: IdentityProvider,
  }),
  update: organization.on('update', {
    summary: 'Change a provider; another issuer or client id unlinks every account',
    effect: 'change',
    method: 'PATCH',
    path: one,
    input: {
      identityProviderId: idOf('identityProvider'),
      ...z.object(fields).partial().shape,
      /** Null takes it away. */
      clientSecret: ClientSecret.nullable().optional(),
    },
    output: IdentityProvider,
  }),
  delete: organization.on('update', {
    summary: 'Remove a provider; accounts stay, and sign in by their passwords',
    effect: 'change',
    method: 'DELETE',
    path: one,
    input: { identityProviderId: idOf('identityProvider') },
    output: z.object({}),
  }),
  available: open('whoever is about to sign in has to know by what', {
    summary: 'List the providers that one may sign in by or, signed in, link',
    effect: 'read',
    path: 'identity-providers',
    anonymous: true,
    input: {
      /** By the link of an organization: those of that one. */
      organization: z.string().max(64).optional(),
      /** By what somebody is about to sign in as: those that the operator confirmed for its domain. */
      email: z.string().max(254).optional(),
    },
    output: z.array(z.object({ provider: z.string(), name: z.string() })),
  }),
  start: open('signing in begins before anybody is known', {
    summary: 'Begin to sign in by a provider; tells the address to go to',
    effect: 'act',
    path: 'identity-providers/start',
    anonymous: true,
    quiet: true,
    input: {
      provider: z.string().min(1).max(64),
      redirectUri: z
        .string()
        .max(512)
        .refine(isRedirect, 'must be /oidc/callback of an address on this machine'),
    },
    output: z.object({
      url: z.string(),
      /** Kept by the window: only the one that began can finish. */
      flow: z.string(),
    }),
  }),
  listen: open('signing in begins before anybody is known', {
    summary: 'Begin to sign in by a provider in the browser of this machine, and wait for what comes back',
    effect: 'stream',
    path: 'identity-providers/listen',
    anonymous: true,
    input: { provider: z.string().min(1).max(64) },
    output: streamOf(BrowserStep),
  }),
  openBrowser: open('signing in begins before anybody is known', {
    summary: 'Open the browser of this machine for a sign-in that waits for it',
    effect: 'act',
    path: 'identity-providers/open-browser',
    anonymous: true,
    quiet: true,
    input: { flow: Secret },
    output: z.object({}),
  }),
  finish: open('signing in is what makes somebody known', {
    summary: 'Finish to sign in with what the provider sent back',
    effect: 'act',
    path: 'identity-providers/finish',
    anonymous: true,
    quiet: true,
    input: answer,
    output: SignInByProvider,
  }),
  confirm: open('signing in is what makes somebody known', {
    summary: 'Finish to sign in by a provider with the second factor of the account',
    effect: 'act',
    path: 'identity-providers/confirm',
    anonymous: true,
    quiet: true,
    input: { flow: Secret, code: SecondFactor },
    output: SignedIn,
  }),
  link: open(own, {
    summary: 'Link an identity of a provider to your own account',
    effect: 'act',
    path: 'identity-providers/link',
    personal: true,
    input: answer,
    output: LinkedIdentity,
  }),
  identities: open(own, {
    summary: 'List the identities that are linked to your own account',
    effect: 'read',
    path: 'identity-providers/identities',
    personal: true,
    output: z.array(LinkedIdentity),
  }),
  unlink: open(own, {
    summary: 'Unlink an identity from your own account',
    effect: 'change',
    path: 'identity-providers/unlink',
    personal: true,
    input: { identity: z.string().min(1).max(64) },
    output: z.object({}),
  }),
};
