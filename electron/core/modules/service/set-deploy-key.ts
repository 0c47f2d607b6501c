import type { Service } from '#shared/contract/service.ts';
import { AppError } from '#shared/model/errors.ts';
import { bareKey } from '#shared/model/git-provider.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireForServices, sshKeyRow } from '../../ssh-keys/index.ts';
import { dropMarks } from '../git-provider/index.ts';
import { serviceOf } from './queries.ts';

interface DeployKeyInput {
  readonly serviceId: string;
  readonly privateKey?: string | undefined;
  readonly sshKeyId?: string | undefined;
}

/**
 * Stores the private key given, makes a new ed25519 one, sealed, or has the service fetch by an SSH key of the
 * organization; only the public half ever comes back. INVALID_INPUT on `privateKey` where it cannot be read or has a
 * pass phrase; CONFLICT where the SSH key opens servers.
 */
export const setDeployKey = async (context: OperationContext, input: DeployKeyInput): Promise<Service> => {
  const { serviceId: id, sshKeyId, privateKey } = input;
  if (sshKeyId !== undefined) return shareKey(context, { id, sshKeyId, privateKey });
  const { generateKeyPair, readPrivateKey } = await import('../../remote/ssh/private-key.ts');
  const pair =
    privateKey === undefined
      ? generateKeyPair(`quayside ${id}`)
      : { privateKey, publicKey: readPrivateKey(privateKey).publicKey };
  context.write((tx) => {
    const sealed = tx.sealer.seal(pair.privateKey, { table: 'service', row: id, column: 'deploy_key' });
    const columns = { deploy_key: sealed, deploy_key_public: pair.publicKey, deploy_key_id: null };
    dropMarks(tx.database, { serviceId: id, kind: 'deploy-key' }, { known: bareKey(pair.publicKey) });
    tx.change('service', id, {}, { columns, changes: [{ field: 'deployKey', after: 'changed' }] });
  });
  return serviceOf(context.store, id);
};

/** Has a service fetch by an SSH key; the key of its own that it had is forgotten: nothing would use it. */
export function shareKey(
  context: OperationContext,
  { id, sshKeyId, privateKey }: { id: string; sshKeyId: string; privateKey?: string | undefined },
): Service {
  if (privateKey !== undefined) {
    const message = 'give either a private key or an SSH key, not both';
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'privateKey', message }] });
  }
  context.write((tx) => {
    requireForServices(tx.database, sshKeyId);
    const { public_key: publicKey, name } = sshKeyRow(context.store, sshKeyId);
    const columns = { deploy_key: null, deploy_key_public: publicKey, deploy_key_id: sshKeyId };
    dropMarks(tx.database, { serviceId: id, kind: 'deploy-key' }, { known: bareKey(publicKey) });
    const is = { id: sshKeyId, kind: 'sshKey' as const, name: name ?? '' };
    tx.change('service', id, {}, { columns, changes: [{ field: 'deployKey', is }] });
  });
  return serviceOf(context.store, id);
}
