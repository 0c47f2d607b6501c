import * as z from 'zod';
import { foundingPolicies, hostRights } from '../model/host-rights.ts';
import { AuditEvent } from './audit.ts';
import { Email, Instant, pageInput, pageOf } from './fields.ts';
import { EmailDomain } from './identity-provider.ts';
import { open } from './resource.ts';

export const HostRight = z.enum(hostRights);

/** An account of the host, as its operator sees it. */
export const HostAccount = z.object({
  account: z.string(),
  name: z.string(),
  email: z.string(),
  /** Whether it is proven to be theirs: then invitations to it are in their inbox. */
  isVerified: z.boolean(),
  /** Wanted in the place of its address; confirm it once you know that it is theirs. */
  pendingEmail: z.string().optional(),
  createdAt: Instant,
  /** What was given; whoever operates the host holds all of it. */
  rights: z.array(HostRight),
  /** How many servers are reached by keys or through the network of the host, by this account’s right. */
  servers: z.number().int(),
});
export type HostAccount = z.infer<typeof HostAccount>;

export const HostPolicy = z.object({ founding: z.enum(foundingPolicies) });
export type HostPolicy = z.infer<typeof HostPolicy>;

/** A provider of any organization, as the operator of the host sees it. */
export const HostProvider = z.object({
  provider: z.string(),
  name: z.string(),
  organization: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  emailDomains: z.array(z.string()),
  confirmedDomains: z.array(z.string()),
  allowsPrivate: z.boolean(),
  isEnabled: z.boolean(),
});
export type HostProvider = z.infer<typeof HostProvider>;

const why = 'the host belongs to its operator and to no organization';
/** An account by its id or by its e-mail address. */
const account = z.string().trim().min(1).max(254);

export const hostContract = {
  accounts: open(why, {
    summary: 'List the accounts of this host and what they may do with it',
    effect: 'read',
    path: 'host/accounts',
    personal: true,
    hostRight: 'operate',
    output: z.array(HostAccount),
  }),
  setRights: open(why, {
    summary: 'Give an account rights of this host, or take them back; takes effect at once',
    effect: 'change',
    path: 'host/accounts/{account}/rights',
    method: 'PUT',
    personal: true,
    hostRight: 'operate',
    input: { account, rights: z.array(HostRight).max(hostRights.length) },
    output: HostAccount,
  }),
  confirmEmail: open(why, {
    summary: 'Confirm that an e-mail address, the new or the present one, is an account’s own',
    effect: 'change',
    path: 'host/accounts/{account}/email',
    method: 'PUT',
    personal: true,
    hostRight: 'operate',
    input: { account, email: Email },
    output: HostAccount,
  }),
  providers: open(why, {
    summary: 'List the providers of all organizations, and what you confirmed of them',
    effect: 'read',
    path: 'host/providers',
    personal: true,
    hostRight: 'operate',
    output: z.array(HostProvider),
  }),
  confirmProvider: open(why, {
    summary: 'Confirm for which domains a provider speaks, and whether it may be in the network of the host',
    effect: 'change',
    path: 'host/providers/{provider}/confirmation',
    method: 'PUT',
    personal: true,
    hostRight: 'operate',
    input: {
      provider: z.string().min(1).max(64),
      /** As you saw it: refused where it was changed meanwhile. */
      issuer: z.string().max(512),
      domains: z.array(EmailDomain).max(50),
      allowsPrivate: z.boolean(),
    },
    output: HostProvider,
  }),
  trail: open(why, {
    summary: 'List what happened to this host and what belongs to no organization, the newest first',
    effect: 'read',
    path: 'host/trail',
    personal: true,
    hostRight: 'operate',
    input: pageInput,
    output: pageOf(AuditEvent),
  }),
  policy: open(why, {
    summary: 'Show who may found organizations on this host',
    effect: 'read',
    path: 'host/policy',
    personal: true,
    hostRight: 'operate',
    output: HostPolicy,
  }),
  updatePolicy: open(why, {
    summary: 'Decide who may found organizations on this host',
    effect: 'change',
    path: 'host/policy',
    method: 'PATCH',
    personal: true,
    hostRight: 'operate',
    input: HostPolicy.shape,
    output: HostPolicy,
  }),
};
