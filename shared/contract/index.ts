import { accessContract } from './access.ts';
import { activityContract } from './activity.ts';
import { apiKeyContract } from './api-key.ts';
import { auditContract } from './audit.ts';
import { autoDeployContract } from './auto-deploy.ts';
import { changesContract } from './changes.ts';
import { databaseContract } from './database.ts';
import { deploymentContract } from './deployment.ts';
import { domainContract } from './domain.ts';
import { environmentContract } from './environment.ts';
import { gitProviderContract } from './git-provider.ts';
import { hostContract } from './host.ts';
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
  readonly service: typeof serviceContract;
  readonly organizationVariables: typeof organizationVariablesContract;
  readonly projectVariables: typeof projectVariablesContract;
  readonly environmentVariables: typeof environmentVariablesContract;
  readonly serviceVariables: typeof serviceVariablesContract;
  readonly database: typeof databaseContract;
  readonly deployment: typeof deploymentContract;
  readonly domain: typeof domainContract;
  readonly proxy: typeof proxyContract;
  readonly proxyFile: typeof proxyFileContract;
  readonly autoDeploy: typeof autoDeployContract;
  readonly volume: typeof volumeContract;
  readonly registry: typeof registryContract;
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
  service: serviceContract,
  organizationVariables: organizationVariablesContract,
  projectVariables: projectVariablesContract,
  environmentVariables: environmentVariablesContract,
  serviceVariables: serviceVariablesContract,
  database: databaseContract,
  deployment: deploymentContract,
  domain: domainContract,
  proxy: proxyContract,
  proxyFile: proxyFileContract,
  autoDeploy: autoDeployContract,
  volume: volumeContract,
  registry: registryContract,
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
  identityProvider: identityProviderContract,
  host: hostContract,
  access: accessContract,
  tagSet: tagSetContract,
  tag: tagContract,
  changes: changesContract,
};
