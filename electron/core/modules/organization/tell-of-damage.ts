import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { addNotice } from './notices.ts';

/**
 * Tells every organization, once, that the store it lies in is damaged. Throws where the damage keeps even that from being
 * written. `backup` is the name of the newest good one.
 */
export function tellOfDamage(store: Store, backup: string | undefined): void {
  const cure = backup
    ? `Its operator has to stop it and bring a backup back (--restore newest, which is ${backup}).`
    : 'No good backup is in its folder: its operator has to stop it, copy the folder away, and look for an older one.';
  const text = `The store of this host is damaged; what is changed now may be lost. ${cure}`;
  store.write((tx) => {
    const told = tx.database.all(sql.selectFrom('notice').select('organization_id').where('text', '=', text));
    const known = new Set(told.map((row) => row.organization_id));
    const all = tx.database.all(sql.selectFrom('node').select('id').where('kind', '=', 'organization'));
    for (const { id } of all) if (!known.has(id)) addNotice(tx, id, text);
  });
}
