import type { Generated } from 'kysely';
import type { Flag, Json, Millis, Sealed } from './columns.ts';

/** Accounts and what belongs to one of them alone. */
export interface AccountTables {
  account: {
    id: string;
    name: string;
    email: string;
    /** Wanted in its place, and verified by nobody yet: it counts for nothing. */
    pending_email: string | null;
    /** When somebody vouched for the address: the operator of the host, or a provider in a domain that they confirmed. */
    email_verified_at: Millis | null;
    created_at: Millis;
    /** When its first session began; null for whoever never signed in. */
    signed_in_at: Millis | null;
    /** Argon2id in PHC format; null for an account that has no password. */
    password_hash: string | null;
    must_change_password: Generated<Flag>;
    /** The second factor that counts, and the one that is being set up. */
    totp_secret: Sealed | null;
    totp_pending: Sealed | null;
    /** The newest time step whose code was taken, so that none is taken twice. */
    totp_step: Generated<number>;
    /** A data URL. */
    avatar: string | null;
    lock_after_minutes: number | null;
  };
  session: {
    id: string;
    account_id: string;
    token_hash: string;
    is_remembered: Flag;
    transport: string;
    address: string;
    agent: string;
    created_at: Millis;
    /** Its newest request, and the newest input of a person that it told of. */
    seen_at: Millis;
    active_at: Millis;
    locked_at: Millis | null;
    /** The one organization that it opens; null for all of the account's. */
    only_in: string | null;
  };
  /** The keys of an account for bundles; the private halves are one JSON. */
  account_keys: {
    account_id: string;
    recipient: string;
    signing_key: string;
    private_halves: Sealed;
    created_at: Millis;
  };
  /** Whose keys an account compared and trusts; what it names need not be in this store. */
  trusted_issuer: {
    owner_id: string;
    organization_id: string;
    account_id: string;
    name: string;
    recipient: string;
    signing_key: string;
    trusted_at: Millis;
  };
  /** Those that are left; each goes with its use. */
  recovery_code: { account_id: string; hash: string };
  /** `subject` is a digest: of an account's id, of an address that was typed, of a network address. */
  sign_in_attempt: { subject: string; failures: number; last_at: Millis };
  /** Who has dismissed a notice. */
  notice_seen: { notice_id: string; account_id: string };
  place: { account_id: string; organization_id: string; path: string; visited_at: Millis };
  idempotency: {
    account_id: string;
    key: string;
    operation: string;
    input_hash: string;
    response: Json;
    created_at: Millis;
  };
}
