import type { RevealedDatabase } from '#shared/contract/database.ts';
import { withPassword } from './connection.ts';
import type { DatabaseContext } from './context.ts';
import { spokenDatabase } from './open-database.ts';
import { settleIfReached } from './password.ts';

/**
 * Shows the password of a database; the audit trail names the service each time. After a change that was cut off it asks the
 * engine first which of the two it has, and shows both where that cannot be asked.
 */
export async function revealDatabase(context: DatabaseContext, serviceId: string): Promise<RevealedDatabase> {
  const { store, databases } = context;
  const before = spokenDatabase(store, serviceId);
  if (before.credentials.pending !== null) {
    await settleIfReached({ store, servers: databases.servers }, serviceId);
    context.judgeAgain();
  }
  const database = spokenDatabase(store, serviceId);
  const { secrets, pending } = database.credentials;
  context.write((tx) => tx.audit({ fact: { type: 'databaseRevealed' } }));
  return {
    ...withPassword(context, database, secrets.password),
    password: secrets.password,
    perhaps: pending,
  };
}
