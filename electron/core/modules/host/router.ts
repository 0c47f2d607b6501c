import type { Contract } from '#shared/contract/index.ts';
import { foundingPolicyOf } from '../../access/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { hostAccounts } from './accounts.ts';
import type { HostParts } from './context.ts';
import { updateHostPolicy } from './policy.ts';
import { setHostRights } from './set-rights.ts';

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
    policy: rpc.host.policy.handler(({ context }) => ({ founding: foundingPolicyOf(context.store) })),
    updatePolicy: rpc.host.updatePolicy.handler(({ input, context }) => updateHostPolicy(context, input)),
  };
}
