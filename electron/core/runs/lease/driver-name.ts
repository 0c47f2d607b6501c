import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

const driverKey = 'driver_id';

/** Names this store on this machine; a copy of the store on another machine is another driver. */
export const driverName = (store: Store): string => {
  const kept = store.database.first(sql.selectFrom('meta').select('value').where('key', '=', driverKey));
  if (kept) return `${String(kept.value)}@${hostname()}`;
  const made = randomUUID();
  store.database.run(sql.insertInto('meta').values({ key: driverKey, value: made }));
  return `${made}@${hostname()}`;
};
