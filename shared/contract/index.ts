import { accessContract } from './access.ts';
import { activityContract } from './activity.ts';
import { apiKeyContract } from './api-key.ts';
import { auditContract } from './audit.ts';
import { changesContract } from './changes.ts';
import { deploymentContract } from './deployment.ts';
import { environmentContract } from './environment.ts';
import { hostContract } from './host.ts';
import { identityProviderContract } from './identity-provider.ts';
import { invitationContract } from './invitation.ts';
import { memberContract } from './member.ts';
import { monitoringContract } from './monitoring.ts';
import { organizationContract } from './organization.ts';
import { projectContract } from './project.ts';
import { registryContract } from './registry.ts';
import { roleContract } from './role.ts';
import { serverContract, setupContract } from './server.ts';
import { serviceContract } from './service.ts';
import { sessionContract } from './session.ts';
import { tagContract, tagSetContract } from './tag.ts';
import { teamContract } from './team.ts';
import { terminalContract } from './terminal.ts';
import { treeContract } from './tree.ts';
import {
  environmentVariablesContract,
  organizationVariablesContract,
  projectVariablesContract,
  serviceVariablesContract,
} from './variable.ts';

/** Everything that the core answers, on every transport alike. One line a resource. */
export const contract = {
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
  deployment: deploymentContract,
  registry: registryContract,
  role: roleContract,
  server: serverContract,
  setup: setupContract,
  monitoring: monitoringContract,
  terminal: terminalContract,
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

export type Contract = typeof contract;
