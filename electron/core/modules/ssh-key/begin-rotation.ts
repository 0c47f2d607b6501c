import type { KeyPair } from '../../remote/ssh/private-key.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sealedHalf, sshKeyRow } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';

/**
 * Gives an SSH key a new pair and keeps the old one as long as something knows that alone: its servers sign in by the old
 * half until each was told the new one, its services fetch by both.
 */
export async function beginRotation(context: OperationContext, id: string): Promise<void> {
  const { store } = context;
  const { makeKeyPair } = await import('../../remote/ssh/private-key.ts');
  const algorithm = sshKeyRow(store, id).type === 'ssh-rsa' ? 'rsa-4096' : 'ed25519';
  const pair: KeyPair = await makeKeyPair(algorithm, 'quayside');
  context.judgeAgain();
  context.write((tx) => {
    const before = sshKeyRow(store, id);
    // somebody else began one meanwhile: theirs is gone on with
    if (before.previous_private_key !== null) return;
    const columns = {
      type: pair.type,
      public_key: pair.publicKey,
      fingerprint: pair.fingerprint,
      private_key: sealedHalf(tx.sealer, id, pair.privateKey),
      previous_public_key: before.public_key,
      previous_private_key: before.private_key,
      rotated_at: tx.now,
    };
    const changes = [{ field: 'fingerprint', before: before.fingerprint, after: pair.fingerprint }];
    tx.change('sshKey', id, {}, { columns, changes });
    tx.database.run(sql.updateTable('server').set({ ssh_key_step: 'previous' }).where('ssh_key_id', '=', id));
    tx.database.run(
      sql.updateTable('service').set({ deploy_key_public: pair.publicKey }).where('deploy_key_id', '=', id),
    );
  });
}

/** Forgets the old pair; nothing is signed in to by it any more. */
export function endRotation(context: OperationContext, id: string): void {
  context.write((tx) => {
    const columns = { previous_public_key: null, previous_private_key: null };
    tx.change('sshKey', id, {}, { columns, changes: [{ field: 'previousKey', after: 'forgotten' }] });
  });
}
