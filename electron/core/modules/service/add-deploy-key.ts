import type { Service } from '#shared/contract/service.ts';
import { bareKey } from '#shared/model/git-provider.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { clientFor, type Leftovers, makeNoted, noteMark } from '../git-provider/index.ts';
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
  context: OperationContext & { readonly host: Host; readonly leftovers: Leftovers },
  { serviceId, gitProviderId, repository }: DeployKeyPlace,
): Promise<Service> {
  const { store, leftovers } = context;
  const before = serviceOf(store, serviceId);
  const { deployKey } = before.deployKey === null ? await setDeployKey(context, { serviceId }) : before;
  const publicKey = deployKey ?? '';
  await leftovers.inTurn(gitProviderId, async () => {
    const client = await clientFor(context, gitProviderId, context.signal);
    context.judgeAgain();
    const isThere = await client.hasDeployKey(repository, publicKey);
    const known = bareKey(publicKey);
    const mark = { serviceId, gitProviderId, repository, kind: 'deploy-key' as const, known };
    // before its effect; what is told of it is told once it is true
    store.write((tx) => noteMark(tx.database, mark));
    if (isThere) return;
    const title = `Quayside: ${before.name}`;
    await makeNoted(store, mark, () => client.addDeployKey(repository, { title, publicKey }));
  });
  context.write((tx) => {
    tx.audit({ changes: [{ field: 'deployKey', after: repository }] });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
  });
  return serviceOf(store, serviceId);
}
