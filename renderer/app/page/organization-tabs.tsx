import {
  Building2,
  ClipboardCheck,
  Inbox,
  LogIn,
  type LucideIcon,
  MailPlus,
  Settings,
  ShieldCheck,
  Tags,
  Users,
  UsersRound,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { RequestsPage } from '../../features/access/requests-page.tsx';
import { ReviewPage } from '../../features/access/review-page.tsx';
import { ProvidersPage } from '../../features/identity-provider/providers-page.tsx';
import { InvitationsPage } from '../../features/invitation/invitations-page.tsx';
import { NewcomerButtons } from '../../features/invitation/newcomer-buttons.tsx';
import { MembersPage } from '../../features/member/members-page.tsx';
import { OrganizationOverview } from '../../features/organization/organization-overview.tsx';
import { OrganizationSettings } from '../../features/organization/organization-settings.tsx';
import { RolesPage } from '../../features/role/roles-page.tsx';
import { TagsPage } from '../../features/tag/tags-page.tsx';
import { TeamsPage } from '../../features/team/teams-page.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { organizationPath } from '../../lib/navigation.ts';

interface OrganizationTab {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly path: (organizationId: string) => string;
  readonly Page: ComponentType<NodeProps>;
}

/** The pages of an organization that stand side by side under its name. */
export const organizationTabs = [
  {
    id: 'overview',
    label: 'Overview',
    icon: Building2,
    path: (id) => organizationPath(id),
    Page: OrganizationOverview,
  },
  {
    id: 'members',
    label: 'Members',
    icon: Users,
    path: (id) => organizationPath(id, 'members'),
    Page: ({ organizationId }) => (
      <MembersPage
        organizationId={organizationId}
        actions={<NewcomerButtons organizationId={organizationId} />}
      />
    ),
  },
  {
    id: 'invitations',
    label: 'Invitations',
    icon: MailPlus,
    path: (id) => organizationPath(id, 'invitations'),
    Page: InvitationsPage,
  },
  {
    id: 'teams',
    label: 'Teams',
    icon: UsersRound,
    path: (id) => organizationPath(id, 'teams'),
    Page: TeamsPage,
  },
  {
    id: 'roles',
    label: 'Roles',
    icon: ShieldCheck,
    path: (id) => organizationPath(id, 'roles'),
    Page: RolesPage,
  },
  {
    id: 'requests',
    label: 'Requests',
    icon: Inbox,
    path: (id) => organizationPath(id, 'requests'),
    Page: RequestsPage,
  },
  {
    id: 'review',
    label: 'Access review',
    icon: ClipboardCheck,
    path: (id) => organizationPath(id, 'review'),
    Page: ReviewPage,
  },
  {
    id: 'tags',
    label: 'Tags',
    icon: Tags,
    path: (id) => organizationPath(id, 'tags'),
    Page: TagsPage,
  },
  {
    id: 'sign-in',
    label: 'Sign-in',
    icon: LogIn,
    path: (id) => organizationPath(id, 'sign-in'),
    Page: ProvidersPage,
  },
  {
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    path: (id) => organizationPath(id, 'settings'),
    Page: OrganizationSettings,
  },
] as const satisfies readonly OrganizationTab[];

export type OrganizationTabId = (typeof organizationTabs)[number]['id'];
