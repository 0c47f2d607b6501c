import type { Service } from '#shared/contract/service.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { serviceOf } from './queries.ts';

/**
 * Stores the private key given, or makes a new ed25519 one, sealed; only its public half ever comes back.
 * INVALID_INPUT on `privateKey` where it cannot be read or has a pass phrase.
 */
export const setDeployKey = async (
  context: OperationContext,
  input: { serviceId: string; privateKey?: string | undefined },
): Promise<Service> => {
  const { generateKeyPair, readPrivateKey } = await import('../../remote/ssh/private-key.ts');
  const { serviceId: id } = input;
  const pair =
    input.privateKey === undefined
      ? generateKeyPair(`quayside ${id}`)
      : { privateKey: input.privateKey, publicKey: readPrivateKey(input.privateKey).publicKey };
  context.write((tx) => {
    const sealed = tx.sealer.seal(pair.privateKey, { table: 'service', row: id, column: 'deploy_key' });
    const columns = { deploy_key: sealed, deploy_key_public: pair.publicKey };
    tx.change('service', id, {}, { columns, changes: [{ field: 'deployKey', after: 'changed' }] });
  });
  return serviceOf(context.store, id);
};
