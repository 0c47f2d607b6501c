import type { SshKey, SshKeyAlgorithm } from '#shared/contract/ssh-key.ts';
import { AppError } from '#shared/model/errors.ts';
import type { KeyPair } from '../../remote/ssh/private-key.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sealedHalf, sshKeyRows } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { sshKeyOf } from './queries.ts';

interface NewSshKey {
  readonly organizationId: string;
  readonly name: string;
  readonly algorithm?: SshKeyAlgorithm | undefined;
  readonly privateKey?: string | undefined;
  readonly passphrase?: string | undefined;
}

/**
 * Makes a key pair, Ed25519 unless said, or takes over the one of a private key; its private half is sealed, without its
 * pass phrase. INVALID_INPUT names the field that has to change, CONFLICT the key of the organization that is the same.
 */
export async function createSshKey(context: OperationContext, input: NewSshKey): Promise<SshKey> {
  const { store } = context;
  const { organizationId, name } = input;
  const id = await context.doOnce(async () => {
    const pair = await pairFor(input);
    return context.write((tx) => insertSshKey(context, tx, { organizationId, name, pair }));
  });
  return sshKeyOf(store, id);
}

/** Adds a key pair, inside the caller's transaction; answers its id. CONFLICT where the organization has the same. */
export function insertSshKey(
  { store }: Pick<OperationContext, 'store'>,
  tx: AuditedTransaction,
  { organizationId, name, pair }: { organizationId: string; name: string; pair: KeyPair },
): string {
  requireNewHere(store, organizationId, pair);
  const made = tx.createNode({ kind: 'sshKey', parentId: organizationId, name });
  tx.database.run(
    sql.insertInto('ssh_key').values({
      id: made,
      organization_id: organizationId,
      type: pair.type,
      public_key: pair.publicKey,
      fingerprint: pair.fingerprint,
      private_key: sealedHalf(tx.sealer, made, pair.privateKey),
      created_at: tx.now,
    }),
  );
  const changes = [{ field: 'fingerprint', after: pair.fingerprint }];
  tx.audit({ nodeId: made, fact: { type: 'created' }, changes });
  return made;
}

async function pairFor({ privateKey, passphrase, algorithm }: NewSshKey): Promise<KeyPair> {
  if (privateKey === undefined) {
    if (passphrase !== undefined) refuse('passphrase', 'belongs to a private key; give that, too');
    const { makeKeyPair } = await import('../../remote/ssh/private-key.ts');
    return makeKeyPair(algorithm ?? 'ed25519', 'quayside');
  }
  if (algorithm !== undefined) refuse('algorithm', 'is that of the private key; leave it out');
  const { withoutPassphrase } = await import('../../remote/ssh/plain-key.ts');
  return withoutPassphrase(privateKey, passphrase || undefined);
}

/** Two of one key would be rotated apart, and neither would know where the other is in use. */
function requireNewHere(store: Store, organizationId: string, { fingerprint }: KeyPair): void {
  const same = sshKeyRows(store, organizationId).find((row) => row.fingerprint === fingerprint);
  if (!same) return;
  throw new AppError('CONFLICT', { field: 'privateKey', reason: `“${same.name}” is this key already` });
}

function refuse(path: string, message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
