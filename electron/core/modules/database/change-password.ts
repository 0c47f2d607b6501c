import type { DatabaseConnection } from '#shared/contract/database.ts';
import { passwordProblem } from '#shared/model/databases/password.ts';
import { AppError } from '#shared/model/errors.ts';
import { keepPending, newPassword, settlePending } from '../../workload/database-credentials.ts';
import { credentialOf } from '../../workload/index.ts';
import { connectionOf } from './connection.ts';
import type { DatabaseContext } from './context.ts';
import { runIn, spokenDatabase } from './open-database.ts';
import { opensBy, settle } from './password.ts';

interface Change {
  readonly serviceId: string;
  /** Made here where absent. */
  readonly password?: string | undefined;
}

/**
 * Changes the password in the running engine, and then what is kept of it. The new one is kept sealed beside the old one
 * before the engine hears of it, so that whatever is cut off, one of the two opens it; the next look asks which. BUSY while
 * another change is under way, INVALID_INPUT for a password that not every client reads back, REMOTE_FAILED where the engine
 * refuses: the old one holds then.
 */
export function changeDatabasePassword(
  context: DatabaseContext,
  change: Change,
): Promise<DatabaseConnection> {
  const { serviceId } = change;
  requireSound(context, change);
  return context.databases.alone(serviceId, async () => {
    const asking = { store: context.store, servers: context.databases.servers };
    if (!(await settle(asking, serviceId))) throw unsure();
    context.judgeAgain();
    await changeInEngine(context, serviceId, change.password ?? newPassword());
    return connectionOf(context, serviceId);
  });
}

/** Whoever gives a password knows it then, which takes the right to see it. */
function requireSound({ store, caller }: DatabaseContext, { serviceId, password }: Change): void {
  spokenDatabase(store, serviceId);
  if (password === undefined) return;
  if (!store.access.can(caller.subject, 'secret.reveal', serviceId)) {
    const wouldGrant = 'password: who gives one knows it; leave it out and one is made';
    throw new AppError('FORBIDDEN', { permission: 'secret.reveal', nodeId: serviceId, wouldGrant });
  }
  const message = passwordProblem(password);
  if (message !== undefined) throw new AppError('INVALID_INPUT', { issues: [{ path: 'password', message }] });
}

async function changeInEngine(context: DatabaseContext, serviceId: string, next: string): Promise<void> {
  const { store, databases } = context;
  const { servers } = databases;
  const database = spokenDatabase(store, serviceId);
  const { access, account, credentials } = database;
  const { secrets } = credentials;
  const credential = credentialOf(access.credentialForm, next);
  const running = { database, servers, action: `Changing the password of ${database.engine.label}` };
  store.write((tx) => keepPending(tx, serviceId, next));
  try {
    await runIn(running, access.setPassword({ ...account, secrets }, credential), [
      next,
      credential,
      secrets.password,
      secrets.root,
    ]);
  } catch (error) {
    // an engine that refused keeps the old one; one that was cut off is asked, now or at the next look
    await settle({ store, servers }, serviceId).catch(() => undefined);
    throw error;
  }
  if (!(await opensBy({ store, servers }, database, next))) throw unsure();
  context.write((tx) => {
    settlePending(tx, serviceId, { secrets, taken: next });
    tx.audit({ fact: { type: 'databasePasswordChanged' } });
  });
}

function unsure(): AppError {
  const reason =
    'the engine takes neither the old nor the new password, so somebody changed it past Quayside; both are kept. Set it back in the engine’s own client, and try again';
  return new AppError('CONFLICT', { field: 'password', reason });
}
