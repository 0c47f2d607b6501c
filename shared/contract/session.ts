import * as z from 'zod';
import { Email, idOf, Name } from './fields.ts';
import { Organization } from './organization.ts';
import { open } from './resource.ts';

/** A person with an account on this store. */
export const Account = z.object({ id: z.string(), name: z.string(), email: z.string() });
export type Account = z.infer<typeof Account>;

const place = z.string().max(512).regex(/^\//, 'must be a path inside the application');

export const Session = z.object({
  /** Absent before the first run. */
  account: Account.optional(),
  host: z.object({
    kind: z.enum(['desktop', 'headless', 'test']),
    version: z.string(),
    platform: z.string(),
  }),
  organizations: z.array(Organization),
  /** Where the account was last, to be reopened. */
  lastOrganizationId: z.string().optional(),
  places: z.record(z.string(), z.string()),
});
export type Session = z.infer<typeof Session>;

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
    input: { name: Name, email: Email, organizationName: Name },
    output: Session,
  }),
  updateProfile: open('everybody may change their own name and address', {
    summary: 'Change your own profile',
    effect: 'change',
    path: 'session/profile',
    method: 'PATCH',
    input: { name: Name.optional(), email: Email.optional() },
    output: Account,
  }),
  rememberPlace: open('everybody may keep their own place', {
    summary: 'Remember the open organization and the place in it',
    effect: 'change',
    path: 'session/place',
    method: 'PUT',
    quiet: true,
    input: { organizationId: idOf('organization'), place },
    output: z.object({}),
  }),
};
