import type { Selectable } from 'kysely';
import type { ApiKey } from '#shared/contract/api-key.ts';
import { type ScopeKind, scopeKinds } from '#shared/model/nodes.ts';
import { type AccessIndex, type IndexedNode, parsePermissions } from '../../access/index.ts';
import { sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';
import { requestsLeft } from './count-request.ts';

const keys = sql
  .selectFrom('api_key')
  .innerJoin('node', 'node.id', 'api_key.id')
  .innerJoin('member', 'member.id', 'api_key.member_id')
  .innerJoin('account', 'account.id', 'member.account_id')
  .selectAll('api_key')
  .select(['node.name', 'node.organization_id', 'member.account_id', 'account.name as holder']);

/** A key's row with its name and whose it is. */
export type KeyRecord = Selectable<Tables['api_key']> & {
  readonly name: string | null;
  readonly organization_id: string;
  readonly account_id: string;
  readonly holder: string;
};

/** The key, or nothing once it is revoked. */
export const keyRecord = ({ database }: Store, id: string): KeyRecord | undefined =>
  database.first(keys.where('api_key.id', '=', id));

/** Whether the holder of a key may use keys at all: an active member with `api.read`. */
export const holderMayUse = (
  access: AccessIndex,
  key: Pick<KeyRecord, 'account_id' | 'organization_id'>,
): boolean => access.can(key.account_id, 'api.read', key.organization_id);

const stateOf = (store: Store, key: KeyRecord): ApiKey['state'] => {
  if (key.expires_at !== null && key.expires_at <= store.now()) return 'expired';
  return holderMayUse(store.access, key) ? 'active' : 'powerless';
};

const isScope = (node: IndexedNode): node is IndexedNode & { kind: ScopeKind } =>
  (scopeKinds as readonly string[]).includes(node.kind);

const pathOf = (node: IndexedNode): string => {
  const names: string[] = [];
  for (let at: IndexedNode | null = node; at?.parent; at = at.parent) names.unshift(at.name ?? at.id);
  return names.join('/');
};

const scopesOf = (
  { database, access }: Store,
  reader: string,
  keyId: string,
): NonNullable<ApiKey['scopes']> =>
  database
    .all(sql.selectFrom('api_key_scope').select('node_id').where('api_key_id', '=', keyId))
    .flatMap(({ node_id }) => {
      const node = access.canSee(reader, node_id) ? access.node(node_id) : undefined;
      return node && isScope(node) ? [{ id: node.id, kind: node.kind, path: pathOf(node) }] : [];
    });

const limitsOf = (row: KeyRecord, now: number): Pick<ApiKey, 'rateLimit' | 'requestCap'> => {
  const { rate_limit, rate_window_ms, request_cap, refill_amount, refill_every_ms } = row;
  const hasRefill = refill_amount !== null && refill_every_ms !== null;
  return {
    ...(rate_limit !== null && rate_window_ms !== null
      ? { rateLimit: { count: rate_limit, windowSeconds: rate_window_ms / 1_000 } }
      : {}),
    ...(request_cap !== null
      ? {
          requestCap: {
            cap: request_cap,
            left: requestsLeft(row, now) ?? 0,
            ...(hasRefill
              ? { refillAmount: refill_amount, refillEverySeconds: refill_every_ms / 1_000 }
              : {}),
          },
        }
      : {}),
  };
};

const toApiKey = (store: Store, reader: string, row: KeyRecord): ApiKey => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name ?? '',
  hint: row.hint,
  isToken: row.is_token === 1,
  memberId: row.member_id,
  holder: row.holder,
  ...(row.permissions === null ? {} : { permissions: parsePermissions(row.permissions) }),
  ...(row.is_limited ? { scopes: scopesOf(store, reader, row.id) } : {}),
  state: stateOf(store, row),
  ...(row.expires_at === null ? {} : { expiresAt: instant(row.expires_at) }),
  ...limitsOf(row, store.now()),
  createdAt: instant(row.created_at),
  ...(row.used_at === null ? {} : { usedAt: instant(row.used_at) }),
  ...(row.used_from === null ? {} : { usedFrom: row.used_from }),
});

/** A key as a reader sees it who was found to see it before. */
export const apiKeyFor = (store: Store, reader: string, id: string): ApiKey =>
  toApiKey(store, reader, requireRow(keyRecord(store, id), 'apiKey', id));

/** The keys of an organization, or of one member of it, that a reader may see, newest first. */
export const apiKeysFor = (
  store: Store,
  reader: string,
  { organizationId, memberId }: { organizationId: string; memberId?: string | undefined },
): ApiKey[] => {
  const all = keys.where('node.organization_id', '=', organizationId).orderBy('api_key.id', 'desc');
  return store.database
    .all(memberId === undefined ? all : all.where('api_key.member_id', '=', memberId))
    .filter(({ id }) => store.access.canSee(reader, id))
    .map((row) => toApiKey(store, reader, row));
};
