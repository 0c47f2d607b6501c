import type { Contract } from '#shared/contract/index.ts';
import { accessRouter } from './modules/access/index.ts';
import { activityRouter } from './modules/activity/index.ts';
import { apiKeyRouter } from './modules/api-key/index.ts';
import { auditRouter } from './modules/audit/index.ts';
import { changesRouter } from './modules/changes/index.ts';
import { deploymentRouter } from './modules/deployment/index.ts';
import { environmentRouter } from './modules/environment/index.ts';
import { hostRouter } from './modules/host/index.ts';
import { identityProviderRouter } from './modules/identity-provider/index.ts';
import { invitationRouter } from './modules/invitation/index.ts';
import { memberRouter } from './modules/member/index.ts';
import { organizationRouter } from './modules/organization/index.ts';
import { projectRouter } from './modules/project/index.ts';
import { roleRouter } from './modules/role/index.ts';
import { serverRouter } from './modules/server/index.ts';
import { serviceRouter } from './modules/service/index.ts';
import { sessionRouter } from './modules/session/index.ts';
import { setupRouter } from './modules/setup/index.ts';
import { tagRouter, tagSetRouter } from './modules/tag/index.ts';
import { teamRouter } from './modules/team/index.ts';
import { terminalRouter } from './modules/terminal/index.ts';
import { treeRouter } from './modules/tree/index.ts';
import { variableRouter } from './modules/variable/index.ts';
import type { RouterOf } from './rpc/index.ts';

export type CoreRouter = RouterOf<Contract>;

/** One line a module; a missing one does not compile. */
export const router: CoreRouter = {
  session: sessionRouter,
  organization: organizationRouter,
  member: memberRouter,
  team: teamRouter,
  tree: treeRouter,
  project: projectRouter,
  environment: environmentRouter,
  service: serviceRouter,
  variable: variableRouter,
  deployment: deploymentRouter,
  role: roleRouter,
  server: serverRouter,
  setup: setupRouter,
  terminal: terminalRouter,
  apiKey: apiKeyRouter,
  activity: activityRouter,
  audit: auditRouter,
  invitation: invitationRouter,
  identityProvider: identityProviderRouter,
  host: hostRouter,
  access: accessRouter,
  tagSet: tagSetRouter,
  tag: tagRouter,
  changes: changesRouter,
};
