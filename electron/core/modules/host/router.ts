import type { Contract } from '#shared/contract/index.ts';
import { foundingPolicyOf } from '../../access/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { hostAccounts } from './accounts.ts';
import { confirmEmail } from './confirm-email.ts';
import type { HostParts } from './context.ts';
import { updateHostPolicy } from './policy.ts';
import { confirmProvider, hostProviders } from './providers.ts';
import { setHostRights } from './set-rights.ts';
import { hostTrail } from './trail.ts';

export function createHostRouter({
  rpc: plain,
  host,
  sessions,
  servers,
}: HostParts & { readonly rpc: Rpc }): RouterOf<Contract['host']> {
  const rpc = withParts(plain, { host, sessions, servers });
  return {
    accounts: rpc.host.accounts.handler(({ context }) => hostAccounts(context.store)),
    setRights: rpc.host.setRights.handler(({ input, context }) => setHostRights(context, input)),
    confirmEmail: rpc.host.confirmEmail.handler(({ input, context }) => confirmEmail(context, input)),
    providers: rpc.host.providers.handler(({ context }) => hostProviders(context.store)),
    confirmProvider: rpc.host.confirmProvider.handler(({ input, context }) =>
      confirmProvider(context, input),
    ),
    trail: rpc.host.trail.handler(({ input, context }) => hostTrail(context.store, input)),
    policy: rpc.host.policy.handler(({ context }) => ({ founding: foundingPolicyOf(context.store) })),
    updatePolicy: rpc.host.updatePolicy.handler(({ input, context }) => updateHostPolicy(context, input)),
  };
}
