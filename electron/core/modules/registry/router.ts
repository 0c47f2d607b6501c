import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { createRegistry } from './create.ts';
import { deleteRegistry } from './delete.ts';
import { registriesOf, registryOf, usageOf } from './queries.ts';
import { type RegistryParts, tryLogin } from './try-login.ts';
import { updateRegistry } from './update.ts';

export function createRegistryRouter({
  rpc: plain,
  servers,
}: RegistryParts & { readonly rpc: Rpc }): RouterOf<Contract['registry']> {
  const rpc = withParts(plain, { servers });
  return {
    list: rpc.registry.list.handler(({ input, context }) =>
      registriesOf(context.store, input.organizationId),
    ),
    create: rpc.registry.create.handler(({ input, context }) => createRegistry(context, input)),
    get: rpc.registry.get.handler(({ input, context }) => registryOf(context.store, input.registryId)),
    usage: rpc.registry.usage.handler(({ input, context }) => usageOf(context, input.registryId)),
    update: rpc.registry.update.handler(({ input, context }) => updateRegistry(context, input)),
    test: rpc.registry.test.handler(({ input, context }) => tryLogin(context, input)),
    delete: rpc.registry.delete.handler(({ input, context }) => deleteRegistry(context, input)),
  };
}
