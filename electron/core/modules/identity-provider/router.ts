import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { confirmSignIn } from './confirm.ts';
import type { ProviderParts } from './context.ts';
import { createProvider } from './create.ts';
import { finishSignIn } from './finish.ts';
import { linkIdentity } from './link.ts';
import { listenForReturn, openBrowser } from './listen.ts';
import { availableProviders, identitiesOf, providersOf } from './queries.ts';
import { beginSignIn } from './start.ts';
import { unlinkIdentity } from './unlink.ts';
import { deleteProvider, updateProvider } from './update.ts';

export function createIdentityProviderRouter({
  rpc: plain,
  host,
  sessions,
  providerFlows,
}: ProviderParts & { readonly rpc: Rpc }): RouterOf<Contract['identityProvider']> {
  const rpc = withParts(plain, { host, sessions, providerFlows });
  return {
    list: rpc.identityProvider.list.handler(({ input, context }) =>
      providersOf(context.store, input.organizationId),
    ),
    create: rpc.identityProvider.create.handler(({ input, context }) => createProvider(context, input)),
    update: rpc.identityProvider.update.handler(({ input, context }) => updateProvider(context, input)),
    delete: rpc.identityProvider.delete.handler(({ input, context }) =>
      deleteProvider(context, input.identityProviderId),
    ),
    available: rpc.identityProvider.available.handler(({ input, context }) =>
      availableProviders(context, input),
    ),
    start: rpc.identityProvider.start.handler(({ input, context }) =>
      beginSignIn(context, input.provider, () => input.redirectUri),
    ),
    listen: rpc.identityProvider.listen.handler(({ input, context }) =>
      listenForReturn(context, input.provider),
    ),
    openBrowser: rpc.identityProvider.openBrowser.handler(({ input, context }) =>
      openBrowser(context, input.flow),
    ),
    finish: rpc.identityProvider.finish.handler(({ input, context }) => finishSignIn(context, input)),
    confirm: rpc.identityProvider.confirm.handler(({ input, context }) => confirmSignIn(context, input)),
    link: rpc.identityProvider.link.handler(({ input, context }) => linkIdentity(context, input)),
    identities: rpc.identityProvider.identities.handler(({ context }) =>
      identitiesOf(context.store, context.caller.accountId),
    ),
    unlink: rpc.identityProvider.unlink.handler(({ input, context }) =>
      unlinkIdentity(context, input.identity),
    ),
  };
}
