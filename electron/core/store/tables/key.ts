import type { Generated } from 'kysely';
import type { Flag, Json, Millis } from './columns.ts';

/** API keys. */
export interface KeyTables {
  api_key: {
    id: string;
    member_id: string;
    /** A token lives minutes, a key as long as it was given. */
    is_token: Flag;
    secret_hash: string;
    /** The last four characters. */
    hint: string;
    /** A list; null for all that the holder has. */
    permissions: Json | null;
    /** Whether it opens only what `api_key_scope` names, even once nothing of that is left. */
    is_limited: Flag;
    expires_at: Millis | null;
    rate_limit: number | null;
    rate_window_ms: number | null;
    window_started_at: Millis | null;
    window_count: Generated<number>;
    request_cap: number | null;
    requests_left: number | null;
    refill_amount: number | null;
    refill_every_ms: number | null;
    refilled_at: Millis | null;
    used_at: Millis | null;
    used_from: string | null;
    /** The key that this one was made by; it goes along when that one is revoked. */
    made_by: string | null;
    created_at: Millis;
  };
  api_key_scope: { api_key_id: string; node_id: string };
  /** Filled by a trigger; not tied to nodes, which are gone. */
  revoked_key: {
    position: number;
    secret_hash: string;
    id: string;
    name: string | null;
    organization_id: string;
    member_id: string;
  };
}
