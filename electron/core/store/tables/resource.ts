import type { Generated } from 'kysely';
import type { GitProviderType } from '#shared/model/git-provider.ts';
import type { NodeKind, NodeState } from '#shared/model/nodes.ts';
import type { RunState } from '#shared/model/run.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import type { Flag, Json, Millis, Sealed } from './columns.ts';

/** What is run, where, and what became of it. */
export interface ResourceTables {
  project: { id: string; description: string; created_at: Millis };
  environment: { id: string; description: string; is_protected: Flag; created_at: Millis };
  server: {
    id: string;
    host: string;
    port: number;
    user: string;
    auth_type: 'key-file' | 'key' | 'agent' | 'ssh-key';
    /** For ssh-key: which of the organization's. */
    ssh_key_id: string | null;
    /** How far a rotation of that key got here; null where none is open. */
    ssh_key_step: 'previous' | 'leaving' | null;
    key_path: string | null;
    agent_socket: string | null;
    /** JSON {privateKey?, passphrase?}. */
    credentials: Sealed | null;
    public_key: string | null;
    jump_server_id: string | null;
    /** The account whose right it is to use keys and network of the host on the way there; null for nobody’s. */
    reached_by: string | null;
    host_key_type: string;
    host_key_fingerprint: string;
    is_ready: Flag;
    docker_version: string | null;
    facts: Json | null;
    seen_at: Millis | null;
    created_at: Millis;
  };
  /** Work that outlives its request; the id is that of its own node, such as a deployment's. */
  run: {
    id: string;
    kind: NodeKind;
    /** The node that is worked on. */
    subject_id: string;
    server_id: string;
    state: RunState;
    /** What it is at, in the words of its kind; null before it began. */
    step: string | null;
    /** In words; `{name}` stands for the name of the subject, which may change. */
    title: string;
    /** Why it ended or waits; null where all is well. */
    reason: string | null;
    started_by: string;
    started_by_name: string;
    queued_at: Millis;
    started_at: Millis | null;
    ended_at: Millis | null;
    cancel_requested: Flag;
    /** What a restarted app needs to go on; its kind knows what is in it. */
    progress: Json | null;
  };
  setup: { id: string; steps: Json };
  service: {
    id: string;
    description: string;
    type: ServiceTypeName;
    server_id: string | null;
    spec: Json | null;
    version: Generated<number>;
    state: Generated<NodeState>;
    runtime: Json | null;
    seen_at: Millis | null;
    deploy_key: Sealed | null;
    deploy_key_public: string | null;
    /** The organization's SSH key that it fetches by, instead of one of its own. */
    deploy_key_id: string | null;
    current_deployment_id: string | null;
    created_at: Millis;
  };
  database_credential: {
    service_id: string;
    /** JSON {password, root}. */
    secrets: Sealed;
    /** A new password that the engine may or may not have taken. */
    pending: Sealed | null;
    set_at: Millis;
  };
  /** A user that was made in a database for a while; the row goes when the user is gone. */
  database_session: {
    id: string;
    service_id: string;
    user: string;
    expires_at: Millis;
    /** Set once it is to be dropped. */
    ended_at: Millis | null;
  };
  /** A node that ever had variables; its version grows with every save. */
  variable_set: { node_id: string; version: number; below: Generated<string> };
  variable: {
    node_id: string;
    position: number;
    name: string;
    /** By `scopeKey`; empty where it holds everywhere. */
    scope: Generated<string>;
    /** Exactly one of the two is set. */
    plain_value: string | null;
    sealed_value: Sealed | null;
    /** A secret from before there were references, which is what it is. */
    is_verbatim: Generated<Flag>;
    above: Generated<string>;
    beside: Generated<string>;
  };
  variable_save: {
    node_id: string;
    version: number;
    /** Null, as who saved it, for what was there before saves were kept. */
    at: Millis | null;
    by_name: string | null;
    changes: Json;
    /** Everything as it was, secrets too. */
    content: Sealed;
  };
  /** What a run of kind `deployment` deploys. */
  deployment: {
    id: string;
    number: number;
    server_name: string;
    /** What was asked for, with the variables as they were, secrets sealed inside `variables`. */
    spec: Json;
    variables: Sealed;
    /** What is written into containers, references resolved; null where it is nothing. */
    files: Sealed | null;
    rollback_of: string | null;
    image_reference: string | null;
    image_digest: string | null;
    image_id: string | null;
    /** The image of each part of a compose project. */
    part_images: Json | null;
    commit_hash: string | null;
  };
  /** A service that is deployed when its branch moves, and in whose name. */
  auto_deploy: {
    service_id: string;
    account_id: string;
    skip_words: Json;
    /** Patterns of what counts; none: everything. */
    watch_paths: Json;
    seen_commit: string | null;
    /** The address and branch that the commit was seen at. */
    seen_source: string | null;
    problem: string | null;
  };
  /** Which address a service fetches by which git provider. */
  git_binding: { service_id: string; url: string; git_provider_id: string };
  /** Where sources are fetched from by a token. */
  git_provider: {
    id: string;
    organization_id: string;
    type: GitProviderType;
    /** As `gitProviderUrl` writes it. */
    base_url: string;
    username: string | null;
    workspace: string | null;
    token: Sealed;
    token_set_at: Millis;
    /** The account whose right it is to use the network of the host on the way there. */
    reached_by: string | null;
    version: Generated<number>;
    created_at: Millis;
  };
  /** A key pair that servers and services share; the private half without a pass phrase, sealed. */
  ssh_key: {
    id: string;
    organization_id: string;
    /** As OpenSSH calls it, such as ssh-ed25519. */
    type: string;
    /** The line of authorized_keys. */
    public_key: string;
    fingerprint: string;
    private_key: Sealed;
    /** The pair of before, as long as a rotation is open. */
    previous_public_key: string | null;
    previous_private_key: Sealed | null;
    rotated_at: Millis | null;
    created_at: Millis;
  };
  /** Where images are pulled from by an account; one for each address in an organization. */
  registry: {
    id: string;
    organization_id: string;
    /** As `registryAddress` writes it. */
    address: string;
    username: string;
    password: Sealed;
    password_set_at: Millis;
    version: Generated<number>;
    created_at: Millis;
  };
  /** A host and path that lead to a service. */
  domain: {
    id: string;
    service_id: string;
    /** As `domainHost` writes it. */
    host: string;
    path: string;
    strips_path: Flag;
    port: number;
    part: string | null;
    https: 'none' | 'acme' | 'internal';
    redirects_http: Flag;
    redirects_www: Flag;
    /** JSON list of `Name: value`. */
    headers: Json;
    /** JSON [{name, hash}]; null where everybody is let in. */
    people: Sealed | null;
    is_enabled: Flag;
    version: Generated<number>;
    created_at: Millis;
  };
  /** How far the domains of a service are on its server: all is there once both numbers are the same. */
  service_route: {
    service_id: string;
    /** One more with every change. */
    wanted: Generated<number>;
    applied: Generated<number>;
    /** Why the newest is not there yet, or is there and visitors do not find the service all the same; in words. */
    reason: string | null;
  };
  /** The proxy that a server was given last. */
  proxy: {
    server_id: string;
    type: 'traefik' | 'caddy';
    image: string | null;
    email: string | null;
    directory: string | null;
    roots: string | null;
  };
  /** What asks for root on a server and was accepted there for a compose service. */
  accepted_finding: {
    service_id: string;
    server_id: string;
    finding_id: string;
    reason: string;
    accepted_by: string;
    accepted_by_name: string;
    accepted_at: Millis;
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
}
