import type { Generated } from 'kysely';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { EnvironmentAction, OnFailure } from '#shared/model/environment-deployment.ts';
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
    /** A list of the ids of other servers on which it takes a place, too. */
    also_on: Generated<Json>;
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
  setup: {
    id: string;
    steps: Json;
    /** Null for none; the image is null for the one that is known to work. */
    proxy: 'traefik' | 'caddy' | null;
    proxy_image: string | null;
  };
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
  /** Which service of its environment a service waits for. */
  service_dependency: { service_id: string; depends_on: string };
  /** All services of an environment, or some of them, deployed or rolled back as one; its run has the same id. */
  environment_deployment: {
    id: string;
    /** Counts from 1 within the environment. */
    number: number;
    /** Whether what runs unchanged is deployed too. */
    redeploys: Flag;
    on_failure: OnFailure;
    /** The one whose services go back to what they ran before it. */
    rollback_of: string | null;
    /** The subject by whom access is decided at each step: an account or an API key. */
    asked_by: string;
  };
  environment_deployment_service: {
    environment_deployment_id: string;
    /** Is kept where the service is gone. */
    service_id: string;
    /** As it was called when this was asked for. */
    name: string;
    /** From 0: a level begins when all services of those before it are healthy. */
    level: number;
    /** Null before it was planned. */
    action: EnvironmentAction | null;
    /** The deployment that a `roll-back` goes to. */
    target_id: string | null;
    /** The deployment that ran before its own one; null where none did. */
    before_id: string | null;
    /** The deployment that was made by this, and never one that came in its place. */
    deployment_id: string | null;
    /** The deployment by which it went back after a later one failed. */
    undo_id: string | null;
    /** What came of the last of these two, or of what came in its place; null before that. */
    outcome: DeploymentState | null;
    /** It was stopped, since nothing of it ran before. */
    is_stopped: Flag;
    /** Why it could not be deployed or stopped at all. */
    problem: string | null;
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
    /** JSON {from, to, subject} where it moves the service; see `modules/deployment/move`. */
    move: Generated<Json | null>;
    image_reference: string | null;
    image_digest: string | null;
    image_id: string | null;
    /** The image of each part of a compose project. */
    part_images: Json | null;
    commit_hash: string | null;
    /** Of the packed folder that it was built from. */
    source_digest: string | null;
    source_size: number | null;
  };
  /** The packed folder that was sent last for a service. */
  sent_folder: {
    service_id: string;
    digest: string;
    size_bytes: number;
    files: number;
    sent_at: Millis;
    sent_by_name: string;
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
  /** By what a git provider has the branch of a service looked at; its id is in its address, and no node's. */
  webhook: {
    id: string;
    service_id: string;
    type: GitProviderType;
    secret: Sealed;
    secret_set_at: Millis;
    created_at: Millis;
  };
  /** What came in by a webhook, the newest of it. */
  webhook_delivery: {
    number: Generated<number>;
    webhook_id: string;
    /** As its sender numbers it. */
    delivery: string;
    /** Of its bytes, by the secret. */
    digest: string;
    event: string;
    received_at: Millis;
    /** In words; null until the branch was looked at. */
    result: string | null;
  };
  /** What was put to a repository at a git provider for a service; one that is deleted becomes a leftover by itself. */
  provider_mark: {
    service_id: string;
    git_provider_id: string;
    /** `acme/web` */
    repository: string;
    kind: 'webhook' | 'deploy-key';
    /** The address of the webhook, or the public key. */
    known: string;
  };
  /** What has to be taken away there yet. */
  provider_leftover: {
    number: Generated<number>;
    git_provider_id: string;
    repository: string;
    kind: 'webhook' | 'deploy-key';
    known: string;
    tries: Generated<number>;
    tried_at: Millis | null;
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
  /** A certificate that was brought along, with the facts that were read from it. */
  certificate: {
    id: string;
    organization_id: string;
    /** PEM, the certificate itself first and each followed by the one that vouches for it. */
    chain: string;
    /** PEM, PKCS #8. */
    private_key: Sealed;
    /** JSON list of names and addresses. */
    hosts: Json;
    issuer: string;
    key_type: string;
    fingerprint: string;
    not_before: Millis;
    not_after: Millis;
    version: Generated<number>;
    created_at: Millis;
    given_at: Millis;
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
    https: 'none' | 'acme' | 'internal' | 'own';
    /** Only where `https` is `own`. */
    certificate_id: string | null;
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
  /** A part of a domain's requests that another service answers; what is left is its own service's. */
  domain_share: {
    domain_id: string;
    service_id: string;
    port: number;
    percent: number;
  };
  /** What visitors of a domain were shown when somebody looked; all empty where nothing was. */
  seen_certificate: {
    domain_id: string;
    /** As the domain had it then. */
    host: string;
    seen_at: Millis;
    /** Why it is none for the host, in words. */
    problem: string | null;
    /** JSON list. */
    hosts: Json;
    issuer: string;
    fingerprint: string;
    not_before: Millis;
    not_after: Millis;
  };
  /** How many days before its end was told of a certificate last, by its node or the domain that it was seen at. */
  certificate_warning: {
    node_id: string;
    fingerprint: string;
    days: number;
    told_at: Millis;
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
  /** What undoes the last import of an organization. */
  bundle_import: { organization_id: string; at: Millis; by_name: string; kept: Json };
  /** The last bundle that an issuer of here sealed for a recipient. */
  bundle_issued: {
    organization_id: string;
    signing_key: string;
    recipient: string;
    sequence: number;
    hash: string;
    issued_at: Millis;
  };
  /** The last bundle of a line that was brought into an organization of here. */
  bundle_imported: {
    organization_id: string;
    /** The organization that the bundle is of, which may be on another host. */
    origin_id: string;
    signing_key: string;
    recipient: string;
    sequence: number;
    hash: string;
    imported_at: Millis;
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
