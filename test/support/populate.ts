import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import type { Transaction } from '#core/store/store.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { addAccount } from './add-account.ts';
import { sampleCertificate } from './sample-certificate.ts';

/** One id of each kind, by the field of the contract that names it. */
export type Ids = Readonly<Record<string, string>>;

/** A place with one of everything that a grant on its environment reaches, and one beside it that it does not. */
export interface Populated {
  readonly inScope: Ids;
  readonly sibling: Ids;
}

const image = JSON.stringify({ source: { type: 'image', image: 'quayside-lab/app:1' } });

const ownerOf = ({ database }: Transaction, organizationId: string): string | null => {
  const owners = sql.selectFrom('member').select('account_id').where('is_owner', '=', 1);
  return database.first(owners.where('organization_id', '=', organizationId))?.account_id ?? null;
};

/** Adds a server that nobody can reach, by the right of the Owner. */
export const addServer = (tx: Transaction, organizationId: string, name: string): string => {
  const id = tx.createNode({ kind: 'server', parentId: organizationId, name });
  tx.database.run(
    sql.insertInto('server').values({
      id,
      // Nobody listens there, so that whatever gets as far as connecting fails at once.
      host: '127.0.0.1',
      port: 1,
      user: 'root',
      auth_type: 'agent',
      host_key_type: 'ssh-ed25519',
      host_key_fingerprint: `SHA256:${'A'.repeat(43)}`,
      is_ready: 1,
      created_at: tx.now,
      reached_by: ownerOf(tx, organizationId),
      ...{ key_path: null, agent_socket: null, credentials: null, public_key: null, jump_server_id: null },
      ...{ docker_version: null, facts: null, seen_at: null },
    }),
  );
  return id;
};

const addService = (tx: Transaction, parentId: string, name: string): string => {
  const id = tx.createNode({ kind: 'service', parentId, name });
  tx.database.run(
    sql.insertInto('service').values({
      id,
      description: '',
      type: 'application',
      server_id: null,
      spec: image,
      runtime: null,
      seen_at: null,
      deploy_key: null,
      deploy_key_public: null,
      current_deployment_id: null,
      created_at: tx.now,
    }),
  );
  return id;
};

/** A run that has ended well. */
const addRun = (
  tx: Transaction,
  run: { id: string; kind: NodeKind; subject_id: string; server_id: string; title: string },
): void => {
  const ended = {
    state: 'succeeded',
    step: null,
    reason: null,
    progress: null,
    cancel_requested: 0,
  } as const;
  const times = { queued_at: tx.now, started_at: tx.now, ended_at: tx.now };
  const by = { started_by: 'nobody', started_by_name: 'Nobody' };
  tx.database.run(sql.insertInto('run').values({ ...run, ...ended, ...times, ...by }));
};

const addDeployment = (tx: Transaction, serviceId: string, serverId: string): string => {
  const id = tx.createNode({ kind: 'deployment', parentId: serviceId, name: null });
  tx.database.run(
    sql.insertInto('deployment').values({
      id,
      number: 1,
      server_name: 'srv',
      spec: image,
      variables: tx.sealer.seal('[]', { table: 'deployment', row: id, column: 'variables' }),
      rollback_of: null,
      image_reference: null,
      image_digest: null,
      image_id: null,
      part_images: null,
      commit_hash: null,
    }),
  );
  addRun(tx, {
    id,
    kind: 'deployment',
    subject_id: serviceId,
    server_id: serverId,
    title: 'Deploy {name} #1',
  });
  return id;
};

const addSetup = (tx: Transaction, serverId: string): string => {
  const id = tx.createNode({ kind: 'setup', parentId: serverId, name: null });
  tx.database.run(sql.insertInto('setup').values({ id, steps: '[]' }));
  addRun(tx, { id, kind: 'setup', subject_id: serverId, server_id: serverId, title: 'Set up {name}' });
  return id;
};

const addEnvironment = (tx: Transaction, projectId: string, name: string): string => {
  const id = tx.createNode({ kind: 'environment', parentId: projectId, name });
  tx.database.run(
    sql.insertInto('environment').values({ id, description: '', is_protected: 0, created_at: tx.now }),
  );
  return id;
};

const addProject = (tx: Transaction, organizationId: string, name: string): string => {
  const id = tx.createNode({ kind: 'project', parentId: organizationId, name });
  tx.database.run(sql.insertInto('project').values({ id, description: '', created_at: tx.now }));
  return id;
};

const roleIdOf = (tx: Transaction, organizationId: string, name: string): string =>
  tx.database.first(
    sql
      .selectFrom('node')
      .select('id')
      .where('parent_id', '=', organizationId)
      .where('kind', '=', 'role')
      .where('name', '=', name),
  )?.id ?? '';

/** What belongs to an organization as a whole, and is the same for both places in it. */
const addShared = (tx: Transaction, organizationId: string, memberId: string): Ids => {
  const viewerId = roleIdOf(tx, organizationId, builtInRoles.viewer.name);
  const roleId = tx.createNode({ kind: 'role', parentId: organizationId, name: 'Custom' });
  tx.database.run(
    sql.insertInto('role').values({
      id: roleId,
      level: 10,
      reach: 'granted',
      permissions: JSON.stringify(['service.read']),
      built_in: null,
    }),
  );
  tx.afterCommit((access) =>
    access.setRole({
      id: roleId,
      name: 'Custom',
      level: 10,
      reach: 'granted',
      permissions: ['service.read'],
    }),
  );
  const teamId = tx.createNode({ kind: 'team', parentId: organizationId, name: 'Crew' });
  tx.database.run(sql.insertInto('team').values({ id: teamId, description: '', created_at: tx.now }));
  tx.afterCommit((access) => access.setTeam({ id: teamId, memberIds: [] }));
  const invitationId = tx.createNode({
    kind: 'invitation',
    parentId: organizationId,
    name: 'invited@example.com',
  });
  tx.database.run(
    sql.insertInto('invitation').values({
      id: invitationId,
      email: 'invited@example.com',
      role_id: viewerId,
      extras: '[]',
      secret_hash: invitationId,
      inviter_id: memberId,
      inviter_name: 'Somebody',
      created_at: tx.now,
      expires_at: tx.now + 3_600_000,
    }),
  );
  const apiKeyId = tx.createNode({ kind: 'apiKey', parentId: memberId, name: 'script' });
  tx.database.run(
    sql.insertInto('api_key').values({
      id: apiKeyId,
      member_id: memberId,
      is_token: 0,
      secret_hash: apiKeyId,
      hint: 'abcd',
      is_limited: 0,
      created_at: tx.now,
      ...{
        permissions: null,
        expires_at: null,
        rate_limit: null,
        rate_window_ms: null,
        window_started_at: null,
      },
      ...{ request_cap: null, requests_left: null, refill_amount: null, refill_every_ms: null },
      ...{ refilled_at: null, used_at: null, used_from: null },
    }),
  );
  tx.afterCommit((access) =>
    access.setKey({ id: apiKeyId, memberId, permissions: null, nodeIds: null, endsAt: null }),
  );
  const identityProviderId = tx.createNode({
    kind: 'identityProvider',
    parentId: organizationId,
    name: 'Login',
  });
  tx.database.run(
    sql.insertInto('identity_provider').values({
      id: identityProviderId,
      issuer: 'https://127.0.0.1:1',
      client_id: 'quayside',
      client_secret: null,
      email_domains: '[]',
      role_id: viewerId,
      is_enabled: 1,
      created_at: tx.now,
    }),
  );
  const registryId = tx.createNode({ kind: 'registry', parentId: organizationId, name: 'GHCR' });
  tx.database.run(
    sql.insertInto('registry').values({
      id: registryId,
      organization_id: organizationId,
      address: 'ghcr.io',
      username: 'robot',
      password: tx.sealer.seal('sealed-password', { table: 'registry', row: registryId, column: 'password' }),
      password_set_at: tx.now,
      created_at: tx.now,
    }),
  );
  const certificateId = tx.createNode({ kind: 'certificate', parentId: organizationId, name: 'Sample' });
  tx.database.run(
    sql.insertInto('certificate').values({
      id: certificateId,
      organization_id: organizationId,
      chain: sampleCertificate.chain,
      private_key: tx.sealer.seal(sampleCertificate.privateKey, {
        ...{ table: 'certificate', row: certificateId, column: 'private_key' },
      }),
      hosts: JSON.stringify(['sample.example.com', '*.sample.example.com']),
      ...{ issuer: 'Sample, Sample Root', key_type: 'ECDSA P-256', fingerprint: 'AA:BB', not_before: tx.now },
      ...{ not_after: tx.now + 31_536_000_000, created_at: tx.now, given_at: tx.now },
    }),
  );
  const gitProviderId = tx.createNode({ kind: 'gitProvider', parentId: organizationId, name: 'Forge' });
  tx.database.run(
    sql.insertInto('git_provider').values({
      id: gitProviderId,
      organization_id: organizationId,
      type: 'gitea',
      base_url: 'https://git.example.com',
      token: tx.sealer.seal('sealed-token', { table: 'git_provider', row: gitProviderId, column: 'token' }),
      token_set_at: tx.now,
      created_at: tx.now,
    }),
  );
  const sshKeyId = tx.createNode({ kind: 'sshKey', parentId: organizationId, name: 'Fleet' });
  tx.database.run(
    sql.insertInto('ssh_key').values({
      id: sshKeyId,
      organization_id: organizationId,
      type: 'ssh-ed25519',
      public_key: 'ssh-ed25519 AAAA quayside',
      fingerprint: 'SHA256:sample',
      private_key: tx.sealer.seal('sealed-key', { table: 'ssh_key', row: sshKeyId, column: 'private_key' }),
      created_at: tx.now,
    }),
  );
  const tagSetId = tx.createNode({ kind: 'tagSet', parentId: organizationId, name: 'Ring' });
  tx.database.run(
    sql.insertInto('tag_set').values({ id: tagSetId, position: 0, type: 'multi', created_at: tx.now }),
  );
  const tagId = tx.createNode({ kind: 'tag', parentId: tagSetId, name: 'Canary' });
  tx.database.run(sql.insertInto('tag').values({ id: tagId, color: 'gray', position: 0 }));
  return {
    organizationId,
    memberId,
    roleId,
    otherRoleId: viewerId,
    replacementRoleId: viewerId,
    defaultRoleId: viewerId,
    teamId,
    invitationId,
    identityProviderId,
    registryId,
    certificateId,
    gitProviderId,
    sshKeyId,
    apiKeyId,
    tagSetId,
    tagId,
  };
};

const addDomain = (tx: Transaction, serviceId: string, host: string): string => {
  const id = tx.createNode({ kind: 'domain', parentId: serviceId, name: host });
  tx.database.run(
    sql.insertInto('domain').values({
      ...{ id, service_id: serviceId, host, path: '/', port: 8080, part: null, https: 'none', headers: '[]' },
      ...{ strips_path: 0, redirects_http: 0, redirects_www: 0, people: null, is_enabled: 1 },
      certificate_id: null,
      created_at: tx.now,
    }),
  );
  return id;
};

const addEnvironmentDeployment = (tx: Transaction, environmentId: string): string => {
  const id = tx.createNode({ kind: 'environmentDeployment', parentId: environmentId, name: null });
  const what = {
    id,
    number: 1,
    redeploys: 0,
    on_failure: 'keep',
    rollback_of: null,
    asked_by: 'none',
  } as const;
  tx.database.run(sql.insertInto('environment_deployment').values(what));
  addRun(tx, {
    id,
    kind: 'environmentDeployment',
    subject_id: environmentId,
    server_id: environmentId,
    title: 'Deploy {name} as a whole #1',
  });
  return id;
};

const addPlace = (tx: Transaction, shared: Ids, projectId: string, name: string): Ids => {
  const { organizationId = '', memberId = '' } = shared;
  const environmentId = addEnvironment(tx, projectId, name);
  const serviceId = addService(tx, environmentId, 'web');
  const serverId = addServer(tx, organizationId, `srv-${name}`);
  const deploymentId = addDeployment(tx, serviceId, serverId);
  const domainId = addDomain(tx, serviceId, `${name}.example.com`);
  const accessRequestId = tx.createNode({ kind: 'accessRequest', parentId: memberId, name: null });
  tx.database.run(
    sql.insertInto('access_request').values({
      id: accessRequestId,
      member_id: memberId,
      scope_id: serviceId,
      permission: 'logs.read',
      reason: '',
      state: 'open',
      answer: '',
      answered_by: null,
      created_at: tx.now,
      answered_at: null,
    }),
  );
  return {
    ...shared,
    projectId,
    environmentId,
    serviceId,
    serverId,
    jumpServerId: serverId,
    deploymentId,
    environmentDeploymentId: addEnvironmentDeployment(tx, environmentId),
    domainId,
    rollbackTo: deploymentId,
    setupId: addSetup(tx, serverId),
    accessRequestId,
    nodeId: serviceId,
    scopeNodeId: serviceId,
  };
};

/**
 * Fills an organization straight in the store: two environments of one project with a service, a server and their
 * history each, and a member of the role Viewer whom the ids `memberId`, `apiKeyId` and `accessRequestId` are about.
 */
export const populate = (core: Core, organizationId: string): Populated => {
  const { store } = core.services;
  const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Target' });
  const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
  const projectId = store.write((tx) => addProject(tx, organizationId, 'Shop'));
  const shared = store.write((tx) => addShared(tx, organizationId, memberId));
  return store.write((tx) => ({
    inScope: addPlace(tx, shared, projectId, 'staging'),
    sibling: addPlace(tx, shared, projectId, 'preview'),
  }));
};
