import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { CircleHelp, HardDrive, KeyRound, ListChecks, UserRound } from 'lucide-react';
import { ActivityPage } from '../features/activity/entry.tsx';
import { ApiKeysPage } from '../features/api-key/api-keys-page.tsx';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { HostPage } from '../features/host/host-page.tsx';
import { LinkedIdentities } from '../features/identity-provider/linked-identities.tsx';
import { HelpPage } from '../features/settings/help-page.tsx';
import { ProfilePage } from '../features/settings/profile-page.tsx';
import { useOrganizationId } from '../lib/navigation.ts';
import { MemberPage } from './page/member-page.tsx';
import { NodePage } from './page/node-page.tsx';
import { OrganizationPage } from './page/organization-page.tsx';
import { ShellPage } from './page/shell-page.tsx';
import { TeamPage } from './page/team-page.tsx';
import { Root } from './root.tsx';
import { Shell } from './shell/shell.tsx';
import { StartPage } from './start-page.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: StartPage });
const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });
const shell = createRoute({ getParentRoute: () => root, path: '/o/$organizationId', component: Shell });

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: () => <OrganizationPage tab="overview" />,
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: 'settings',
  component: () => <OrganizationPage tab="settings" />,
});
const members = createRoute({
  getParentRoute: () => shell,
  path: 'members',
  component: () => <OrganizationPage tab="members" />,
});
const member = createRoute({ getParentRoute: () => shell, path: 'members/$memberId', component: MemberPage });
const memberTab = createRoute({
  getParentRoute: () => shell,
  path: 'members/$memberId/$tab',
  component: MemberPage,
});
const teams = createRoute({
  getParentRoute: () => shell,
  path: 'teams',
  component: () => <OrganizationPage tab="teams" />,
});
const team = createRoute({ getParentRoute: () => shell, path: 'teams/$teamId', component: TeamPage });
const requests = createRoute({
  getParentRoute: () => shell,
  path: 'requests',
  component: () => <OrganizationPage tab="requests" />,
});
const review = createRoute({
  getParentRoute: () => shell,
  path: 'review',
  component: () => <OrganizationPage tab="review" />,
});
const invitations = createRoute({
  getParentRoute: () => shell,
  path: 'invitations',
  component: () => <OrganizationPage tab="invitations" />,
});
const signIn = createRoute({
  getParentRoute: () => shell,
  path: 'sign-in',
  component: () => <OrganizationPage tab="sign-in" />,
});
const tags = createRoute({
  getParentRoute: () => shell,
  path: 'tags',
  component: () => <OrganizationPage tab="tags" />,
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: 'audit',
  component: () => <ShellPage icon={ListChecks} title="Audit trail" Page={AuditPage} />,
});
const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: 'api-keys',
  component: () => <ShellPage icon={KeyRound} title="API keys" Page={ApiKeysPage} />,
});
const roles = createRoute({
  getParentRoute: () => shell,
  path: 'roles',
  component: () => <OrganizationPage tab="roles" />,
});
const activity = createRoute({
  getParentRoute: () => shell,
  path: 'activity',
  component: () => <ActivityPage organizationId={useOrganizationId()} />,
});
const OwnProfile = ({ organizationId }: { readonly organizationId: string }) => (
  <ProfilePage organizationId={organizationId}>
    <LinkedIdentities />
  </ProfilePage>
);
const profile = createRoute({
  getParentRoute: () => shell,
  path: 'profile',
  component: () => <ShellPage icon={UserRound} title="Profile and appearance" Page={OwnProfile} />,
});
const help = createRoute({
  getParentRoute: () => shell,
  path: 'help',
  component: () => <ShellPage icon={CircleHelp} title="Help" Page={HelpPage} />,
});
const host = createRoute({
  getParentRoute: () => shell,
  path: 'host',
  component: () => <ShellPage icon={HardDrive} title="This host" Page={HostPage} />,
});
const node = createRoute({ getParentRoute: () => shell, path: '$kind/$nodeId', component: NodePage });
const nodeTab = createRoute({ getParentRoute: () => shell, path: '$kind/$nodeId/$tab', component: NodePage });

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    shell.addChildren([
      overview,
      members,
      member,
      memberTab,
      teams,
      team,
      requests,
      review,
      invitations,
      signIn,
      tags,
      settings,
      audit,
      roles,
      apiKeys,
      activity,
      profile,
      help,
      host,
      node,
      nodeTab,
    ]),
  ]),
});
