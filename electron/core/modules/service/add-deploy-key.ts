import type { Service } from '#shared/contract/service.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { clientFor } from '../git-provider/index.ts';
import { serviceOf } from './queries.ts';
import { setDeployKey } from './set-deploy-key.ts';

interface DeployKeyPlace {
  readonly serviceId: string;
  readonly gitProviderId: string;
  readonly repository: string;
}

/**
 * Has a repository know the public half of a service's deploy key, which may read it alone; makes a key first where the
 * service has none. REMOTE_FAILED with what the token lacks where the provider refuses.
 */
export async function addDeployKey(
  context: OperationContext & { readonly host: Host },
  { serviceId, gitProviderId, repository }: DeployKeyPlace,
): Promise<Service> {
  const { store } = context;
  const before = serviceOf(store, serviceId);
  const { deployKey } = before.deployKey === null ? await setDeployKey(context, { serviceId }) : before;
  const client = await clientFor(context, gitProviderId, context.signal);
  context.judgeAgain();
  const title = `Quayside: ${before.name}`;
  await client.addDeployKey(repository, { title, publicKey: deployKey ?? '' });
  return serviceOf(store, serviceId);
}
