import type { Database } from '../../store/database.ts';
import type { KeyRecord } from './queries.ts';
import type { RefusedKey } from './refusals.ts';

/** As much of a key as lets it in. */
export type FoundKey = Pick<
  KeyRecord,
  | 'id'
  | 'name'
  | 'organization_id'
  | 'member_id'
  | 'account_id'
  | 'holder'
  | 'expires_at'
  | 'rate_limit'
  | 'request_cap'
>;

/** Finds keys for requests, which come often: its statements are prepared once. */
export interface FindKey {
  /** The key that a secret of this hash opens, or nothing. */
  byHash(hash: string): FoundKey | undefined;
  /** What is still known of a key that was revoked. */
  revoked(hash: string): RefusedKey | undefined;
  /** The key, or nothing once it is revoked. */
  byId(id: string): FoundKey | undefined;
}

const record = `SELECT api_key.id, expires_at, rate_limit, request_cap, node.name, node.organization_id, api_key.member_id,
    member.account_id,
    account.name AS holder
  FROM api_key
  JOIN node ON node.id = api_key.id
  JOIN member ON member.id = api_key.member_id
  JOIN account ON account.id = member.account_id`;

export const createFindKey = ({ connection }: Database): FindKey => {
  const byHash = connection.prepare<[string], FoundKey>(`${record} WHERE api_key.secret_hash = ?`);
  const byId = connection.prepare<[string], FoundKey>(`${record} WHERE api_key.id = ?`);
  const revoked = connection.prepare<[string], RefusedKey>(`SELECT revoked_key.id, revoked_key.name,
      revoked_key.organization_id, member_id, account_id, account.name AS holder
    FROM revoked_key LEFT JOIN member ON member.id = member_id LEFT JOIN account ON account.id = account_id
    WHERE secret_hash = ?`);
  return {
    revoked: (hash) => revoked.get(hash),
    byHash: (hash) => byHash.get(hash),
    byId: (id) => byId.get(id),
  };
};
