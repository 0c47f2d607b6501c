import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { DescribedPage } from './page/described-page.tsx';
import { MemberPage } from './page/member-page.tsx';
import { NodePage } from './page/node-page.tsx';
import { TeamPage } from './page/team-page.tsx';
import { Root } from './root.tsx';
import { Shell } from './shell/shell.tsx';
import { StartPage } from './start-page.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: StartPage });
const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });
const shell = createRoute({ getParentRoute: () => root, path: '/o/$organizationId', component: Shell });

// one route, so that the keyboard stays where it is when one goes from a page of the organization to another
const described = createRoute({ getParentRoute: () => shell, path: '{-$page}', component: DescribedPage });
const member = createRoute({ getParentRoute: () => shell, path: 'members/$memberId', component: MemberPage });
const memberTab = createRoute({
  getParentRoute: () => shell,
  path: 'members/$memberId/$tab',
  component: MemberPage,
});
const team = createRoute({ getParentRoute: () => shell, path: 'teams/$teamId', component: TeamPage });
const node = createRoute({ getParentRoute: () => shell, path: '$kind/$nodeId', component: NodePage });
const nodeTab = createRoute({ getParentRoute: () => shell, path: '$kind/$nodeId/$tab', component: NodePage });

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    shell.addChildren([described, member, memberTab, team, node, nodeTab]),
  ]),
});
