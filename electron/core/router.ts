import type { Contract } from '#shared/contract/index.ts';
import type { CoreParts } from './create-parts.ts';
import { createAccessRouter } from './modules/access/index.ts';
import { createActivityRouter } from './modules/activity/index.ts';
import { createApiKeyRouter } from './modules/api-key/index.ts';
import { createAuditRouter } from './modules/audit/index.ts';
import { createAutoDeployRouter } from './modules/auto-deploy/index.ts';
import { createBundleRouter } from './modules/bundle/index.ts';
import { createCertificateRouter } from './modules/certificate/index.ts';
import { createChangesRouter } from './modules/changes/index.ts';
import { createDatabaseRouter } from './modules/database/index.ts';
import { createDeploymentRouter } from './modules/deployment/index.ts';
import { createDokployRouter } from './modules/dokploy/index.ts';
import { createDomainRouter } from './modules/domain/index.ts';
import { createEnvironmentRouter } from './modules/environment/index.ts';
import { createEnvironmentDeploymentRouter } from './modules/environment-deployment/index.ts';
import { createFoundRouter } from './modules/found/index.ts';
import { createGitProviderRouter } from './modules/git-provider/index.ts';
import { createHostRouter } from './modules/host/index.ts';
import { createIdentityRouter } from './modules/identity/index.ts';
import { createIdentityProviderRouter } from './modules/identity-provider/index.ts';
import { createInvitationRouter } from './modules/invitation/index.ts';
import { createMemberRouter } from './modules/member/index.ts';
import { createMonitoringRouter } from './modules/monitoring/index.ts';
import { createOrganizationRouter } from './modules/organization/index.ts';
import { createProjectRouter } from './modules/project/index.ts';
import { createProxyFileRouter, createProxyRouter } from './modules/proxy/index.ts';
import { createRegistryRouter } from './modules/registry/index.ts';
import { createRoleRouter } from './modules/role/index.ts';
import { createServerRouter } from './modules/server/index.ts';
import { createServiceRouter } from './modules/service/index.ts';
import { createSessionRouter } from './modules/session/index.ts';
import { createSetupRouter } from './modules/setup/index.ts';
import { createSourceRouter } from './modules/source/index.ts';
import { createSshKeyRouter } from './modules/ssh-key/index.ts';
import { createTagRouter, createTagSetRouter } from './modules/tag/index.ts';
import { createTeamRouter } from './modules/team/index.ts';
import { createTerminalRouter } from './modules/terminal/index.ts';
import { createTreeRouter } from './modules/tree/index.ts';
import { createTunnelRouter } from './modules/tunnel/index.ts';
import {
  createEnvironmentVariablesRouter,
  createOrganizationVariablesRouter,
  createProjectVariablesRouter,
  createServiceVariablesRouter,
} from './modules/variable/index.ts';
import { createVolumeRouter } from './modules/volume/index.ts';
import { portables } from './portables.ts';
import { createRpc, type RouterOf } from './rpc/index.ts';

export type CoreRouter = RouterOf<Contract>;

/** Makes the router of a core from its parts. One line a module; a missing one does not compile. */
export function createRouter(made: CoreParts): CoreRouter {
  const parts = { ...made, rpc: createRpc(made) };
  return {
    session: createSessionRouter(parts),
    organization: createOrganizationRouter(parts),
    member: createMemberRouter(parts),
    team: createTeamRouter(parts),
    tree: createTreeRouter(parts),
    project: createProjectRouter(parts),
    environment: createEnvironmentRouter(parts),
    environmentDeployment: createEnvironmentDeploymentRouter(parts),
    service: createServiceRouter(parts),
    organizationVariables: createOrganizationVariablesRouter(parts),
    projectVariables: createProjectVariablesRouter(parts),
    environmentVariables: createEnvironmentVariablesRouter(parts),
    serviceVariables: createServiceVariablesRouter(parts),
    bundle: createBundleRouter({ ...parts, portables }),
    database: createDatabaseRouter(parts),
    deployment: createDeploymentRouter(parts),
    dokploy: createDokployRouter(parts),
    domain: createDomainRouter(parts),
    found: createFoundRouter(parts),
    proxy: createProxyRouter(parts),
    proxyFile: createProxyFileRouter(parts),
    autoDeploy: createAutoDeployRouter(parts),
    source: createSourceRouter(parts),
    volume: createVolumeRouter(parts),
    registry: createRegistryRouter(parts),
    certificate: createCertificateRouter(parts),
    gitProvider: createGitProviderRouter(parts),
    sshKey: createSshKeyRouter(parts),
    role: createRoleRouter(parts),
    server: createServerRouter(parts),
    setup: createSetupRouter(parts),
    monitoring: createMonitoringRouter(parts),
    terminal: createTerminalRouter(parts),
    tunnel: createTunnelRouter(parts),
    apiKey: createApiKeyRouter(parts),
    activity: createActivityRouter(parts),
    audit: createAuditRouter(parts),
    invitation: createInvitationRouter(parts),
    identity: createIdentityRouter(parts),
    identityProvider: createIdentityProviderRouter(parts),
    host: createHostRouter(parts),
    access: createAccessRouter(parts),
    tagSet: createTagSetRouter(parts),
    tag: createTagRouter(parts),
    changes: createChangesRouter(parts),
  };
}
