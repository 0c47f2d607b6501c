import * as z from 'zod';
import { foundingPolicies, hostRights } from '../model/host-rights.ts';
import { Instant } from './fields.ts';
import { open } from './resource.ts';

export const HostRight = z.enum(hostRights);

/** An account of the host, as its operator sees it. */
export const HostAccount = z.object({
  account: z.string(),
  name: z.string(),
  email: z.string(),
  createdAt: Instant,
  /** What was given; whoever operates the host holds all of it. */
  rights: z.array(HostRight),
  /** How many servers are reached by keys or through the network of the host, by this account’s right. */
  servers: z.number().int(),
});
export type HostAccount = z.infer<typeof HostAccount>;

export const HostPolicy = z.object({ founding: z.enum(foundingPolicies) });
export type HostPolicy = z.infer<typeof HostPolicy>;

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
