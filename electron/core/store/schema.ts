import type { Generated } from 'kysely';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { NodeKind, NodeState } from '#shared/model/nodes.ts';
import type { BuiltInRole } from '#shared/model/roles.ts';

/** SQLite has no booleans: 0 or 1. */
type Flag = 0 | 1;
/** Milliseconds since 1970. */
type Millis = number;
/** JSON text; parsed and validated where it is read. */
type Json = string;
/** Sealed by `store/sealed.ts`. */
type Sealed = Uint8Array;

/** The tables, as of the newest migration; columns keep SQL's snake case. */
export interface Tables {
  meta: { key: string; value: string | Uint8Array };
  account: {
    id: string;
    name: string;
    email: string;
    created_at: Millis;
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
  };
  /** Those that are left; each goes with its use. */
  recovery_code: { account_id: string; hash: string };
  node: {
    id: string;
    kind: NodeKind;
    parent_id: string | null;
    organization_id: string;
    name: string | null;
  };
  organization: {
    id: string;
    description: string;
    created_at: Millis;
    allows_transfer: Generated<Flag>;
    admins_manage_admins: Generated<Flag>;
    /** How long an invitation lives where nothing else is chosen: 48 or 168. */
    invitation_hours: Generated<number>;
    seat_limit: number | null;
    default_role_id: string | null;
  };
  role: {
    id: string;
    level: number;
    reach: 'organization' | 'granted';
    /** A list; of a built-in role the one in `builtInRoles` counts instead. */
    permissions: Json;
    built_in: BuiltInRole | null;
    description: Generated<string>;
    created_at: Generated<Millis>;
  };
  member: {
    id: string;
    organization_id: string;
    account_id: string;
    role_id: string;
    created_at: Millis;
    is_owner: Generated<Flag>;
    suspended_at: Millis | null;
    active_at: Millis | null;
  };
  member_extra: { member_id: string; permission: string };
  team: { id: string; description: string; created_at: Millis };
  team_member: { team_id: string; member_id: string };
  access_grant: {
    id: string;
    /** Exactly one of the two is set. */
    member_id: string | null;
    team_id: string | null;
    /** Exactly one of the two is set; a filter is a list of tag ids. */
    node_id: string | null;
    tag_filter: Json | null;
    role_id: string | null;
    ends_at: Millis | null;
    /** The account that gave it. */
    created_by: string | null;
    created_at: Millis;
    used_at: Millis | null;
  };
  invitation: {
    id: string;
    email: string;
    role_id: string;
    extras: Json;
    secret_hash: string;
    /** The member that invited; null once it is gone, and then nobody can accept. */
    inviter_id: string | null;
    inviter_name: string;
    created_at: Millis;
    expires_at: Millis;
  };
  invitation_grant: {
    invitation_id: string;
    position: number;
    node_id: string;
    role_id: string | null;
    ends_at: Millis | null;
  };
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
  access_request: {
    id: string;
    member_id: string;
    scope_id: string;
    permission: string;
    reason: string;
    state: 'open' | 'granted' | 'declined' | 'withdrawn';
    answer: string;
    answered_by: string | null;
    created_at: Millis;
    answered_at: Millis | null;
  };
  /** Filled by a trigger; not tied to nodes, which are gone. */
  revoked_key: {
    position: number;
    secret_hash: string;
    id: string;
    name: string | null;
    organization_id: string;
    member_id: string;
  };
  /** When a member last exercised a permission, to the hour; for the access review. */
  permission_use: { member_id: string; permission: string; used_at: Millis };
  identity_provider: {
    id: string;
    issuer: string;
    client_id: string;
    client_secret: Sealed | null;
    /** A list. */
    email_domains: Json;
    /** Null once the role of newcomers is gone, and then there are none. */
    role_id: string | null;
    is_enabled: Flag;
    /** Whoever comes by it is not asked for the second factor of their account. */
    trusts_second_factor: Generated<Flag>;
    created_at: Millis;
  };
  account_identity: {
    id: string;
    provider_id: string;
    /** What the provider calls the account. */
    subject: string;
    account_id: string;
    email: string;
    created_at: Millis;
    used_at: Millis | null;
  };
  tag_set: { id: string; position: number; type: 'multi' | 'single' | 'text'; created_at: Millis };
  tag: { id: string; color: string; position: number };
  node_tag: { node_id: string; tag_id: string };
  notice: { id: string; organization_id: string; text: string; created_at: Millis };
  /** Who has dismissed a notice. */
  notice_seen: { notice_id: string; account_id: string };
  place: { account_id: string; organization_id: string; path: string; visited_at: Millis };
  project: { id: string; description: string; created_at: Millis };
  environment: { id: string; description: string; is_protected: Flag; created_at: Millis };
  server: {
    id: string;
    host: string;
    port: number;
    user: string;
    auth_type: 'key-file' | 'key' | 'agent';
    key_path: string | null;
    agent_socket: string | null;
    /** JSON {privateKey?, passphrase?}. */
    credentials: Sealed | null;
    public_key: string | null;
    jump_server_id: string | null;
    host_key_type: string;
    host_key_fingerprint: string;
    is_ready: Flag;
    docker_version: string | null;
    facts: Json | null;
    seen_at: Millis | null;
    created_at: Millis;
  };
  setup: {
    id: string;
    state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
    reason: string | null;
    steps: Json;
    started_by: string;
    started_at: Millis;
    ended_at: Millis | null;
  };
  service: {
    id: string;
    description: string;
    type: 'application';
    server_id: string | null;
    spec: Json | null;
    version: Generated<number>;
    state: Generated<NodeState>;
    runtime: Json | null;
    seen_at: Millis | null;
    deploy_key: Sealed | null;
    deploy_key_public: string | null;
    current_deployment_id: string | null;
    variables_version: Generated<number>;
    created_at: Millis;
  };
  service_variable: {
    service_id: string;
    position: number;
    name: string;
    /** Exactly one of the two is set. */
    plain_value: string | null;
    sealed_value: Sealed | null;
  };
  deployment: {
    id: string;
    number: number;
    state: DeploymentState;
    reason: string | null;
    server_id: string;
    server_name: string;
    /** What was asked for, with the variables as they were, secrets sealed inside `variables`. */
    spec: Json;
    variables: Sealed;
    rollback_of: string | null;
    started_by: string;
    started_by_name: string;
    queued_at: Millis;
    started_at: Millis | null;
    ended_at: Millis | null;
    image_reference: string | null;
    image_digest: string | null;
    image_id: string | null;
    commit_hash: string | null;
    cancel_requested: Generated<Flag>;
    /** Progress that a restarted app needs: job id, log offset, service version. */
    progress: Json | null;
  };
  /** What could not be removed from a server when its service was deleted. */
  orphan: {
    id: string;
    organization_id: string;
    server_id: string;
    name: string;
    what: Json;
    created_at: Millis;
  };
  idempotency: {
    account_id: string;
    key: string;
    operation: string;
    input_hash: string;
    response: Json;
    created_at: Millis;
  };
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
  };
  /** Where each chain ends, so that a cut-off end is noticed; `chain` is an organization, or empty for the store. */
  audit_head: { chain: string; position: number; hash: Uint8Array };
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
  };
}
