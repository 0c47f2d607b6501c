import { accessContract } from './access.ts';
import { activityContract } from './activity.ts';
import { apiKeyContract } from './api-key.ts';
import { auditContract } from './audit.ts';
import { autoDeployContract } from './auto-deploy.ts';
import { bundleContract } from './bundle.ts';
import { certificateContract } from './certificate.ts';
import { changesContract } from './changes.ts';
import { databaseContract } from './database.ts';
import { deploymentContract } from './deployment.ts';
import { dokployContract } from './dokploy.ts';
import { domainContract } from './domain.ts';
import { environmentContract } from './environment.ts';
import { environmentDeploymentContract } from './environment-deployment.ts';
import { foundContract } from './found.ts';
import { gitProviderContract } from './git-provider.ts';
import { hostContract } from './host.ts';
import { identityContract } from './identity.ts';
import { identityProviderContract } from './identity-provider.ts';
import { invitationContract } from './invitation.ts';
import { memberContract } from './member.ts';
import { monitoringContract } from './monitoring.ts';
import { organizationContract } from './organization.ts';
import { projectContract } from './project.ts';
import { proxyContract, proxyFileContract } from './proxy.ts';
import { registryContract } from './registry.ts';
import { roleContract } from './role.ts';
import { serverContract, setupContract } from './server.ts';
import { serviceContract } from './service.ts';
import { sessionContract } from './session.ts';
import { sourceContract } from './source.ts';
import { sshKeyContract } from './ssh-key.ts';
import { tagContract, tagSetContract } from './tag.ts';
import { teamContract } from './team.ts';
import { terminalContract } from './terminal.ts';
import { treeContract } from './tree.ts';
import { tunnelContract } from './tunnel.ts';
import {
  environmentVariablesContract,
  organizationVariablesContract,
  projectVariablesContract,
  serviceVariablesContract,
} from './variable.ts';
import { volumeContract } from './volume.ts';

/**
 * Everything that the core answers, on every transport alike. One line a resource, here and below: what TypeScript infers
 * of so many procedures is too long for it to write down (TS7056), a name is not.
 */
export type Contract = {
  readonly session: typeof sessionContract;
  readonly organization: typeof organizationContract;
  readonly member: typeof memberContract;
  readonly team: typeof teamContract;
  readonly tree: typeof treeContract;
  readonly project: typeof projectContract;
  readonly environment: typeof environmentContract;
  readonly environmentDeployment: typeof environmentDeploymentContract;
  readonly service: typeof serviceContract;
  readonly organizationVariables: typeof organizationVariablesContract;
  readonly projectVariables: typeof projectVariablesContract;
  readonly environmentVariables: typeof environmentVariablesContract;
  readonly serviceVariables: typeof serviceVariablesContract;
  readonly bundle: typeof bundleContract;
  readonly database: typeof databaseContract;
  readonly deployment: typeof deploymentContract;
  readonly dokploy: typeof dokployContract;
  readonly domain: typeof domainContract;
  readonly found: typeof foundContract;
  readonly proxy: typeof proxyContract;
  readonly proxyFile: typeof proxyFileContract;
  readonly autoDeploy: typeof autoDeployContract;
  readonly source: typeof sourceContract;
  readonly volume: typeof volumeContract;
  readonly registry: typeof registryContract;
  readonly certificate: typeof certificateContract;
  readonly gitProvider: typeof gitProviderContract;
  readonly sshKey: typeof sshKeyContract;
  readonly role: typeof roleContract;
  readonly server: typeof serverContract;
  readonly setup: typeof setupContract;
  readonly monitoring: typeof monitoringContract;
  readonly terminal: typeof terminalContract;
  readonly tunnel: typeof tunnelContract;
  readonly apiKey: typeof apiKeyContract;
  readonly activity: typeof activityContract;
  readonly audit: typeof auditContract;
  readonly invitation: typeof invitationContract;
  readonly identity: typeof identityContract;
  readonly identityProvider: typeof identityProviderContract;
  readonly host: typeof hostContract;
  readonly access: typeof accessContract;
  readonly tagSet: typeof tagSetContract;
  readonly tag: typeof tagContract;
  readonly changes: typeof changesContract;
};

export const contract: Contract = {
  session: sessionContract,
  organization: organizationContract,
  member: memberContract,
  team: teamContract,
  tree: treeContract,
  project: projectContract,
  environment: environmentContract,
  environmentDeployment: environmentDeploymentContract,
  service: serviceContract,
  organizationVariables: organizationVariablesContract,
  projectVariables: projectVariablesContract,
  environmentVariables: environmentVariablesContract,
  serviceVariables: serviceVariablesContract,
  bundle: bundleContract,
  database: databaseContract,
  deployment: deploymentContract,
  dokploy: dokployContract,
  domain: domainContract,
  found: foundContract,
  proxy: proxyContract,
  proxyFile: proxyFileContract,
  autoDeploy: autoDeployContract,
  source: sourceContract,
  volume: volumeContract,
  registry: registryContract,
  certificate: certificateContract,
  gitProvider: gitProviderContract,
  sshKey: sshKeyContract,
  role: roleContract,
  server: serverContract,
  setup: setupContract,
  monitoring: monitoringContract,
  terminal: terminalContract,
  tunnel: tunnelContract,
  apiKey: apiKeyContract,
  activity: activityContract,
  audit: auditContract,
  invitation: invitationContract,
  identity: identityContract,
  identityProvider: identityProviderContract,
  host: hostContract,
  access: accessContract,
  tagSet: tagSetContract,
  tag: tagContract,
  changes: changesContract,
};
