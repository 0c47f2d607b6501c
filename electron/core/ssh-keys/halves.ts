import type { Sealer } from '../store/sealed.ts';
import type { Store } from '../store/store.ts';
import { sshKeyRow } from './rows.ts';

/** The private half of an SSH key; of before its open rotation where asked and there is one. CONFLICT where it cannot be opened. */
export function privateHalf(store: Store, id: string, which: 'current' | 'previous' = 'current'): string {
  const row = sshKeyRow(store, id);
  const sealed = which === 'previous' ? (row.previous_private_key ?? row.private_key) : row.private_key;
  return store.sealer.open(sealed, placeOf(id));
}

/** All halves that may be known out there: the current one, then that of before an open rotation. */
export function privateHalves(store: Store, id: string): string[] {
  const { previous_private_key: previous } = sshKeyRow(store, id);
  return [privateHalf(store, id), ...(previous ? [privateHalf(store, id, 'previous')] : [])];
}

/** Seals a private half for one row; it may move from `private_key` to `previous_private_key`, and to no other row. */
export function sealedHalf(sealer: Sealer, id: string, privateKey: string) {
  return sealer.seal(privateKey, placeOf(id));
}

function placeOf(row: string) {
  return { table: 'ssh_key', row, column: 'private_key' };
}
