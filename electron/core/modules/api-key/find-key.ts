import type { Database } from '../../store/database.ts';
import type { KeyRecord } from './queries.ts';

/** As much of a key as lets it in. */
export type FoundKey = Pick<
  KeyRecord,
  'id' | 'name' | 'organization_id' | 'account_id' | 'holder' | 'expires_at' | 'rate_limit' | 'request_cap'
>;

/** Finds keys for requests, which come often: its statements are prepared once. */
export interface FindKey {
  /** The key that a secret of this hash opens, or nothing. */
  byHash(hash: string): FoundKey | undefined;
  /** The key, or nothing once it is revoked. */
  byId(id: string): FoundKey | undefined;
}

const record = `SELECT api_key.id, expires_at, rate_limit, request_cap, node.name, node.organization_id, member.account_id,
    account.name AS holder
  FROM api_key
  JOIN node ON node.id = api_key.id
  JOIN member ON member.id = api_key.member_id
  JOIN account ON account.id = member.account_id`;

export const createFindKey = ({ connection }: Database): FindKey => {
  const byHash = connection.prepare<[string], FoundKey>(`${record} WHERE api_key.secret_hash = ?`);
  const byId = connection.prepare<[string], FoundKey>(`${record} WHERE api_key.id = ?`);
  return { byHash: (hash) => byHash.get(hash), byId: (id) => byId.get(id) };
};
