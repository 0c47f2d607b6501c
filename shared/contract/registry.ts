import * as z from 'zod';
import { hidesSomething } from '../model/invisible.ts';
import { isRegistryAddress, registryAddress } from '../model/registry-address.ts';
import { Instant, idOf, isWhole, Name } from './fields.ts';
import { resource } from './resource.ts';

/** Where a registry is, as it stands at the front of an image's name; kept as `registryAddress` writes it. */
export const RegistryAddress = z
  .string()
  .max(300)
  .transform(registryAddress)
  .refine(isRegistryAddress, 'must be a host such as ghcr.io or registry.example.com:5000, without a path');

/** The name of an account. No colon: the sign-in of HTTP ends the name at one. Source: RFC 7617 2. */
export const RegistryUsername = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(256)
  .refine((text) => !hidesSomething(text), 'must not hold line breaks or anything invisible')
  .refine((text) => !text.includes(':'), 'must not hold a colon');

/** A password or token; a service account's key is a whole JSON document. */
export const RegistryPassword = z
  .string()
  .min(1, 'must not be empty')
  .max(16_384)
  .refine(...isWhole);

export const Registry = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  address: z.string(),
  username: z.string(),
  /** One more with every edit. */
  version: z.number().int(),
  createdAt: Instant,
  /** When the password was given last. */
  passwordSetAt: Instant,
});
export type Registry = z.infer<typeof Registry>;

/** A service whose image comes from a registry, or is put into it. */
export const RegistryUse = z.object({
  serviceId: z.string(),
  /** `shop/production/web`, as far as the caller sees it. */
  path: z.string(),
  image: z.string(),
});
export type RegistryUse = z.infer<typeof RegistryUse>;

const registry = resource('registry', { parent: 'organization' });

export const registryContract = {
  list: registry.under('read', {
    summary: 'List the registries that images are pulled from with a sign-in',
    effect: 'read',
    output: z.array(Registry),
  }),
  create: registry.under('create', {
    summary: 'Add a registry with the account that images are pulled by',
    effect: 'start',
    input: {
      name: Name,
      address: RegistryAddress,
      username: RegistryUsername,
      password: RegistryPassword,
    },
    output: Registry,
  }),
  get: registry.on('read', {
    summary: 'Show a registry, without its password',
    effect: 'read',
    output: Registry,
  }),
  usage: registry.on('read', {
    summary: 'List the services whose image comes from a registry',
    effect: 'read',
    path: 'usage',
    output: z.array(RegistryUse),
  }),
  update: registry.on('update', {
    summary: 'Change a registry; another address needs the password anew',
    effect: 'change',
    method: 'PATCH',
    input: {
      name: Name.optional(),
      address: RegistryAddress.optional(),
      username: RegistryUsername.optional(),
      /** Absent, the one that is there stays. */
      password: RegistryPassword.optional(),
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: Registry,
  }),
  test: registry.on('update', {
    summary: 'Sign in to a registry from a server, as a pull there would',
    effect: 'act',
    path: 'test',
    input: { serverId: idOf('server', 'server.read') },
    output: z.object({ server: z.string(), tookMs: z.number().int() }),
  }),
  delete: registry.on('delete', {
    summary: 'Delete a registry that no service takes its image from',
    effect: 'change',
    method: 'DELETE',
    input: {
      /** Deletes it though services use it: their next pull has no sign-in. */
      evenIfUsed: z.boolean().optional(),
    },
    output: z.object({}),
  }),
};
