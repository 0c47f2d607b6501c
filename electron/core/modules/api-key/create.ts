import type { NewApiKey, RateLimit, RequestCap } from '#shared/contract/api-key.ts';
import { hintOf } from '#shared/model/api-key.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { capColumns, rateColumns } from './limit-columns.ts';
import { callersKey, permissionsFor, requireWithinMaker } from './narrow.ts';
import { apiKeyFor } from './queries.ts';
import { hashOfSecret, newSecret } from './secret.ts';

interface Wanted {
  readonly organizationId: string;
  readonly name: string;
  readonly permissions?: readonly Permission[] | undefined;
  readonly nodeIds?: readonly string[] | undefined;
  readonly rateLimit?: RateLimit | undefined;
  readonly requestCap?: RequestCap | undefined;
}

/** Live keys and tokens of one member; each is compiled with every change of what the member may. */
const keyLimit = 200;
const dayMs = 86_400_000;
/** How long an ended token is still listed. */
const endedTokenMs = 3_600_000;

/** Ended tokens go with the next one that is made, so that a CI that makes one a job leaves no heap. */
const removeEndedTokens = (tx: AuditedTransaction, memberId: string): void => {
  const ended = sql
    .selectFrom('api_key')
    .select('id')
    .where('member_id', '=', memberId)
    .where('is_token', '=', 1)
    .where('expires_at', '<=', tx.now - endedTokenMs);
  for (const { id } of tx.database.all(ended)) tx.removeNode(id);
};

const requireRoom = (tx: AuditedTransaction, memberId: string): void => {
  const live = tx.database.first(
    sql
      .selectFrom('api_key')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('member_id', '=', memberId)
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', tx.now)])),
  );
  if ((live?.count ?? 0) >= keyLimit) {
    throw new AppError('LIMIT', {
      what: 'API keys and tokens of one member',
      limit: keyLimit,
      cure: 'Revoke one that is not used.',
    });
  }
};

const insert = (
  tx: AuditedTransaction,
  context: OperationContext,
  key: Wanted & {
    memberId: string;
    expiresAt: number | null;
    isToken: boolean;
    secret: string;
    mask: readonly Permission[] | null;
  },
): string => {
  const { memberId, nodeIds = null, mask, expiresAt, isToken, secret } = key;
  const hint = hintOf(secret);
  const name = isToken ? `${key.name} …${hint}` : key.name;
  const id = tx.createNode({ kind: 'apiKey', parentId: memberId, name });
  tx.database.run(
    sql.insertInto('api_key').values({
      id,
      member_id: memberId,
      is_token: isToken ? 1 : 0,
      secret_hash: hashOfSecret(secret),
      hint,
      permissions: mask && JSON.stringify(mask),
      is_limited: nodeIds ? 1 : 0,
      expires_at: expiresAt,
      ...rateColumns(key.rateLimit ?? null),
      ...capColumns(key.requestCap ?? null, tx.now),
      made_by: callersKey(context)?.id ?? null,
      created_at: tx.now,
    }),
  );
  for (const nodeId of new Set(nodeIds))
    tx.database.run(sql.insertInto('api_key_scope').values({ api_key_id: id, node_id: nodeId }));
  tx.afterCommit((access) =>
    access.setKey({ id, memberId, permissions: mask, nodeIds: nodeIds && [...nodeIds], endsAt: expiresAt }),
  );
  return id;
};

const changesOf = (key: Wanted, mask: readonly Permission[] | null, expiresAt: number | null) =>
  Object.entries({
    permissions: mask,
    nodeIds: key.nodeIds,
    rateLimit: key.rateLimit,
    requestCap: key.requestCap,
    expiresAt: expiresAt === null ? 'never' : new Date(expiresAt).toISOString(),
  }).flatMap(([field, after]) => (after == null ? [] : [{ field, after }]));

const make = (
  context: OperationContext,
  wanted: Wanted,
  life: { ms: number | null; isToken: boolean; field: string },
): NewApiKey => {
  const { store } = context;
  const { subject } = context.caller;
  const memberId = store.access.effective(subject, wanted.organizationId)?.memberId;
  if (!memberId) throw new AppError('NOT_FOUND', { kind: 'organization', id: wanted.organizationId });
  const mask = permissionsFor(context, wanted);
  const secret = newSecret();
  const id = context.write((tx) => {
    const expiresAt = life.ms === null ? null : tx.now + life.ms;
    requireWithinMaker(context, { organizationId: wanted.organizationId, expiresAt, field: life.field });
    removeEndedTokens(tx, memberId);
    requireRoom(tx, memberId);
    const made = insert(tx, context, { ...wanted, memberId, expiresAt, isToken: life.isToken, secret, mask });
    tx.audit({
      nodeId: made,
      fact: { type: 'keyCreated', isToken: life.isToken, hint: hintOf(secret) },
      changes: changesOf(wanted, mask, expiresAt),
    });
    return made;
  });
  return { key: apiKeyFor(store, subject, id), secret };
};

/** Makes a key of the caller's own; its secret is in the answer and nowhere else. */
export const createApiKey = (
  context: OperationContext,
  { expiresInDays, ...wanted }: Wanted & { expiresInDays: string },
): NewApiKey => {
  const ms = expiresInDays === 'never' ? null : Number(expiresInDays) * dayMs;
  return make(context, wanted, { ms, isToken: false, field: 'expiresInDays' });
};

/** The same for some minutes. */
export const createToken = (
  context: OperationContext,
  { minutes, ...wanted }: Wanted & { minutes: number },
): NewApiKey => make(context, wanted, { ms: minutes * 60_000, isToken: true, field: 'minutes' });
