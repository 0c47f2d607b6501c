import { sql } from '../store/database.ts';
import type { Transaction } from '../store/store.ts';

/** Ends all waiting of a service and for it, as where it leaves its environment. */
export function dropDependencies(tx: Transaction, serviceId: string): void {
  tx.database.run(
    sql
      .deleteFrom('service_dependency')
      .where((eb) => eb.or([eb('service_id', '=', serviceId), eb('depends_on', '=', serviceId)])),
  );
}
