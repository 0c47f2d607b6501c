import type { Generated } from 'kysely';
import type { Json, Millis } from './columns.ts';

/** The audit trail. */
export interface AuditTables {
  /** Chained by hash, one chain an organization; refuses every change. */
  audit_event: {
    /** Over all chains; never shown, since it tells of the others. */
    sequence: Generated<number>;
    organization_id: string | null;
    /** In its chain, from 1. */
    position: number;
    at: Millis;
    actor_id: string | null;
    actor_name: string;
    via_type: string | null;
    via_id: string | null;
    via_label: string | null;
    transport: string;
    operation: string;
    permission: string | null;
    node_id: string | null;
    /** Ids from the organization down to the node as they were then, with spaces between. */
    node_path: string;
    node_name: string | null;
    outcome: 'allowed' | 'refused' | 'failed';
    changes: Json;
    detail: string;
    hash: Uint8Array;
    /** How the row is hashed: 1 without facts, 2 with them and by the key. */
    format: Generated<number>;
    facts: Generated<Json>;
    /** Kinds of what the facts name besides the node, with spaces between. */
    named: Generated<string>;
    /** Over the hash, by the key of the store; null in rows from before there was one. */
    mac: Uint8Array | null;
  };
  /** Where each chain ends, so that a cut-off end is noticed; `chain` is an organization, or empty for the store. */
  audit_head: { chain: string; position: number; hash: Uint8Array; mac: Uint8Array | null };
  /** Rows up to `through` may be deleted, for they are in the file. */
  audit_archive: {
    organization_id: string;
    through: number;
    first: number;
    hash: Uint8Array;
    file: string;
    sha256: string;
    at: Millis;
    by: string;
    mac: Uint8Array | null;
  };
}
