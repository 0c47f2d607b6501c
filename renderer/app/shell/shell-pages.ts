import {
  Activity,
  Building2,
  CircleHelp,
  ClipboardCheck,
  HardDrive,
  Inbox,
  KeyRound,
  ListChecks,
  LogIn,
  type LucideIcon,
  MailPlus,
  ShieldCheck,
  Tags,
  UserRound,
  Users,
  UsersRound,
} from 'lucide-react';
import type { HostRight } from '#shared/model/host-rights.ts';
import { organizationPath } from '../../lib/navigation.ts';

interface ShellPage {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly path: (organizationId: string) => string;
  /** Not there for whoever lacks it. */
  readonly needs?: HostRight;
}

/** The pages of an organization that show no node. */
export const shellPages: readonly ShellPage[] = [
  { id: 'overview', label: 'Overview', icon: Building2, path: (id) => organizationPath(id) },
  { id: 'members', label: 'Members', icon: Users, path: (id) => organizationPath(id, 'members') },
  { id: 'teams', label: 'Teams', icon: UsersRound, path: (id) => organizationPath(id, 'teams') },
  {
    id: 'invitations',
    label: 'Invitations',
    icon: MailPlus,
    path: (id) => organizationPath(id, 'invitations'),
  },
  { id: 'requests', label: 'Access requests', icon: Inbox, path: (id) => organizationPath(id, 'requests') },
  {
    id: 'review',
    label: 'Access review',
    icon: ClipboardCheck,
    path: (id) => organizationPath(id, 'review'),
  },
  { id: 'activity', label: 'Activity', icon: Activity, path: (id) => organizationPath(id, 'activity') },
  { id: 'api-keys', label: 'API keys', icon: KeyRound, path: (id) => organizationPath(id, 'api-keys') },
  { id: 'roles', label: 'Roles', icon: ShieldCheck, path: (id) => organizationPath(id, 'roles') },
  { id: 'tags', label: 'Tags', icon: Tags, path: (id) => organizationPath(id, 'tags') },
  { id: 'audit', label: 'Audit trail', icon: ListChecks, path: (id) => organizationPath(id, 'audit') },
  {
    id: 'sign-in',
    label: 'Sign-in by providers',
    icon: LogIn,
    path: (id) => organizationPath(id, 'sign-in'),
  },
  {
    id: 'settings',
    label: 'Organization settings',
    icon: Building2,
    path: (id) => organizationPath(id, 'settings'),
  },
  {
    id: 'profile',
    label: 'Profile and appearance',
    icon: UserRound,
    path: (id) => organizationPath(id, 'profile'),
  },
  {
    id: 'host',
    label: 'This host',
    icon: HardDrive,
    path: (id) => organizationPath(id, 'host'),
    needs: 'operate',
  },
  { id: 'help', label: 'Help', icon: CircleHelp, path: (id) => organizationPath(id, 'help') },
];
