import type { SshKey } from '#shared/contract/ssh-key.ts';
import { type SshKeyRow, sshKeyRow, sshKeyRows } from '../../ssh-keys/index.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';

/** An SSH key as the contract shows it: its public half. */
export function sshKeyOf(store: Store, id: string): SshKey {
  return toSshKey(sshKeyRow(store, id));
}

/** The SSH keys of an organization, by name. */
export function sshKeysOf(store: Store, organizationId: string): SshKey[] {
  return sshKeyRows(store, organizationId).map(toSshKey);
}

function toSshKey(row: SshKeyRow): SshKey {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    type: row.type,
    publicKey: row.public_key,
    fingerprint: row.fingerprint,
    previousPublicKey: row.previous_public_key,
    rotatedAt: row.rotated_at === null ? null : instant(row.rotated_at),
    createdAt: instant(row.created_at),
  };
}
