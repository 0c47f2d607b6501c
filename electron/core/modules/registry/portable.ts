import { RegistryAddress, RegistryPassword, RegistryUsername } from '#shared/contract/registry.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { createRegistry } from './create.ts';
import { registryOf } from './queries.ts';
import { updateRegistry } from './update.ts';

/** A registry in a bundle. */
export const registryPortable: Portable = {
  fields: { address: RegistryAddress, username: RegistryUsername },
  secrets: { password: RegistryPassword },
  read: ({ store }, id) => registryOf(store, id),
  create: ({ context, organizationId }, { name, fields, secrets }) =>
    createRegistry(context, {
      organizationId,
      name,
      address: String(fields.address),
      username: String(fields.username),
      password: String(secrets.password),
    }).id,
  update: ({ context }, { id, fields }) => void updateRegistry(context, { registryId: id, ...fields }),
};
