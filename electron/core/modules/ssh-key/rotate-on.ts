import { AppError } from '#shared/model/errors.ts';
import { privateHalf, sshKeyRow } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import { type KeyExchange, keyExchangeOf } from '../server/index.ts';
import type { SshKeyContext } from './context.ts';

/**
 * Takes one server from the old half of a key to the new one. Each step begins with a look at how the server is, so that
 * it may be cut anywhere and done again; the old half goes only after the server let the new one in.
 */
export async function rotateOn(context: SshKeyContext, keyId: string, serverId: string): Promise<void> {
  const exchange = keyExchangeOf(context, serverId);
  const { public_key: publicKey } = sshKeyRow(context.store, keyId);
  if (stepOf(context, serverId) === 'previous') {
    await letIn(context, exchange, { keyId, serverId });
    context.judgeAgain();
    setStep(context, { keyId, serverId, step: 'leaving', publicKey });
  }
  if (stepOf(context, serverId) !== 'leaving') return;
  context.judgeAgain();
  await takeAway(context, exchange, { keyId, serverId });
  setStep(context, { keyId, serverId, step: null, publicKey });
}

interface Place {
  readonly keyId: string;
  readonly serverId: string;
}

/** Has the server take the new half, and proves that it does; one that takes it already is left alone. */
async function letIn(
  context: SshKeyContext,
  exchange: KeyExchange,
  { keyId, serverId }: Place,
): Promise<void> {
  const current = privateHalf(context.store, keyId);
  if (await exchange.opens(current)) return;
  context.judgeAgain();
  await exchange.install(sshKeyRow(context.store, keyId).public_key);
  if (await exchange.opens(current)) return;
  const detail =
    'it does not take the new key, though that is in ~/.ssh/authorized_keys now: its sshd reads another file. It keeps the old key';
  throw new AppError('UNREACHABLE', { server: nameOf(context, serverId), reason: 'auth', detail });
}

async function takeAway(
  context: SshKeyContext,
  exchange: KeyExchange,
  { keyId, serverId }: Place,
): Promise<void> {
  const { previous_public_key: previous } = sshKeyRow(context.store, keyId);
  if (previous === null) return;
  await exchange.remove(previous);
  if (!(await exchange.opens(privateHalf(context.store, keyId, 'previous')))) return;
  throw new AppError('REMOTE_FAILED', {
    server: nameOf(context, serverId),
    action: 'Taking the old key away',
    stderr: 'It still opens the server: another file than ~/.ssh/authorized_keys names it.',
    cure: 'Remove it there, then go on with the rotation. The new key is in use already.',
  });
}

function stepOf({ store }: SshKeyContext, serverId: string) {
  const row = store.database.first(
    sql.selectFrom('server').select('ssh_key_step').where('id', '=', serverId),
  );
  return row?.ssh_key_step ?? null;
}

interface Step extends Place {
  readonly step: 'leaving' | null;
  readonly publicKey: string;
}

/** Does nothing where the server was given another key meanwhile. */
function setStep(context: SshKeyContext, { keyId, serverId, step, publicKey }: Step): void {
  context.write((tx) => {
    tx.audit({ nodeId: serverId });
    const row = tx.database.first(sql.selectFrom('server').select('ssh_key_id').where('id', '=', serverId));
    if (row?.ssh_key_id !== keyId) return;
    const columns = { ssh_key_step: step, public_key: publicKey };
    const changes = [{ field: 'sshKey', after: step === 'leaving' ? 'the new half' : 'the new half alone' }];
    tx.change('server', serverId, {}, { columns, changes });
  });
}

function nameOf({ store }: SshKeyContext, serverId: string): string {
  return store.access.node(serverId)?.name ?? '';
}
