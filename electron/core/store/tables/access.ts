import type { Generated } from 'kysely';
import type { BuiltInRole } from '#shared/model/roles.ts';
import type { Flag, Json, Millis, Sealed } from './columns.ts';

/** Organizations, and who may do what in them. */
export interface AccessTables {
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
    version: Generated<number>;
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
    /** One of the two, as in `access_grant`. */
    node_id: string | null;
    tag_filter: Json | null;
    role_id: string | null;
    ends_at: Millis | null;
  };
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
    /** A list: of which domains the operator of the host confirmed it. */
    confirmed_domains: Generated<Json>;
    /** Whether the operator lets it be in the network of the host. */
    allows_private: Generated<Flag>;
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
}
