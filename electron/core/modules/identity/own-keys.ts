import type { Selectable } from 'kysely';
import * as z from 'zod';
import type { OwnKeys } from '#shared/contract/identity.ts';
import { fingerprintOf, type KeyPairs, makeKeyPairs } from '../../bundle/envelope/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { instant } from '../node/index.ts';
import { auditOwn } from '../session/index.ts';

type KeysRow = Selectable<Tables['account_keys']>;

const PrivateHalves = z.strictObject({ identity: z.string(), signingSecret: z.string() });
const placeOf = (row: string) => ({
  table: 'account_keys',
  row,
  column: 'private_halves',
  field: 'keys for bundles',
});

/** The public halves of the caller's keys. Makes the keys where there are none yet. */
export async function ownKeys({ store, caller }: OperationContext): Promise<OwnKeys> {
  return toOwnKeys(await requireRowOf(store, caller.accountId));
}

/** Both halves of an account's keys, made where there are none yet. CONFLICT where they cannot be opened. */
export async function keyPairsOf(store: Store, accountId: string): Promise<KeyPairs> {
  const row = await requireRowOf(store, accountId);
  const halves = PrivateHalves.parse(JSON.parse(store.sealer.open(row.private_halves, placeOf(accountId))));
  return { recipient: row.recipient, signingKey: row.signing_key, ...halves };
}

/** Replaces the caller's keys; the private halves of before are gone. */
export async function rotateKeys(context: OperationContext): Promise<OwnKeys> {
  const { store, caller } = context;
  const pairs = await makeKeyPairs();
  const row = store.write((tx) => {
    const made = rowOf(tx, caller.accountId, pairs);
    tx.database.run(sql.replaceInto('account_keys').values(made));
    auditOwn(context, tx, { type: 'keysReplaced', fingerprint: fingerprintOf(pairs) });
    return made;
  });
  return toOwnKeys(row);
}

/** Of two who need the keys at once, one makes them, and both have these. */
async function requireRowOf(store: Store, accountId: string): Promise<KeysRow> {
  const found = keysRow(store, accountId);
  if (found) return found;
  const pairs = await makeKeyPairs();
  return store.write((tx) => {
    const made = rowOf(tx, accountId, pairs);
    tx.database.run(
      sql
        .insertInto('account_keys')
        .values(made)
        .onConflict((conflict) => conflict.doNothing()),
    );
    return keysRow(tx, accountId) ?? made;
  });
}

function keysRow({ database }: Pick<Store, 'database'>, accountId: string): KeysRow | undefined {
  return database.first(sql.selectFrom('account_keys').selectAll().where('account_id', '=', accountId));
}

function rowOf(tx: Transaction, accountId: string, pairs: KeyPairs): KeysRow {
  const { recipient, signingKey, identity, signingSecret } = pairs;
  return {
    account_id: accountId,
    recipient,
    signing_key: signingKey,
    private_halves: tx.sealer.seal(JSON.stringify({ identity, signingSecret }), placeOf(accountId)),
    created_at: tx.now,
  };
}

function toOwnKeys({ recipient, signing_key: signingKey, created_at }: KeysRow): OwnKeys {
  const keys = { recipient, signingKey };
  return { ...keys, fingerprint: fingerprintOf(keys), createdAt: instant(created_at) };
}
