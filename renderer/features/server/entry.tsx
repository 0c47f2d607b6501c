import {
  Activity,
  Boxes,
  HardDrive,
  Import,
  ListChecks,
  Server,
  Settings,
  SquareTerminal,
  Waypoints,
  Wrench,
} from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { AddServerDialog } from './add-server-dialog.tsx';
import { CheckPage } from './check-page.tsx';
import { FoundPage } from './found-page.tsx';
import { ServerNextStep, ServerState } from './header.tsx';
import { InventoryPage } from './inventory-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SetupPage } from './setup-page.tsx';
import { TerminalPage } from './terminal-page.tsx';
import { VolumesPage } from './volumes-page.tsx';

export const entry: FeatureEntry = {
  kind: 'server',
  label: 'Server',
  plural: 'Servers',
  icon: Server,
  parentKind: 'organization',
  permissions: { create: 'server.create', update: 'server.update', delete: 'server.delete' },
  rooms: [
    { id: 'overview', label: 'Overview', icon: Activity },
    { id: 'workloads', label: 'Workloads', icon: Boxes },
    { id: 'proxy', label: 'Proxy', icon: Waypoints },
    { id: 'terminal', label: 'Terminal', icon: SquareTerminal },
    { id: 'readiness', label: 'Checks and set-up', icon: Wrench },
    { id: 'settings', label: 'Settings', icon: Settings },
  ],
  Create: AddServerDialog,
  PrimaryAction: ServerNextStep,
  HeaderExtra: ServerState,
  rename: (serverId, name) => rpc.server.update({ serverId, name }),
  deletion: (serverId) => rpc.server.deletion({ serverId }),
  remove: (serverId, typedName) => rpc.server.delete({ serverId, typedName }),
  actions: [
    { id: 'check', label: 'Check', icon: ListChecks, permission: 'server.read', page: 'check' },
    {
      id: 'terminal',
      key: 't',
      label: 'Open a terminal',
      icon: SquareTerminal,
      permission: 'server.terminal',
      page: 'terminal',
      words: ['shell', 'ssh', 'console'],
    },
    {
      id: 'connect',
      label: 'Connect now',
      permission: 'server.read',
      run: (node) => rpc.server.connect({ serverId: node.id }),
    },
  ],
};

export const pages: readonly PageDescriptor[] = [
  {
    at: 'server',
    room: 'overview',
    id: 'overview',
    label: 'Overview',
    icon: Activity,
    opensWith: ['monitoring.read'],
    Page: OverviewPage,
  },
  {
    at: 'server',
    room: 'workloads',
    id: 'running',
    label: 'Workloads',
    subject: 'What runs here',
    icon: Boxes,
    words: ['what runs here', 'docker', 'containers'],
    permission: 'docker.read',
    Page: InventoryPage,
  },
  {
    at: 'server',
    room: 'workloads',
    id: 'adopt',
    label: 'Adopt',
    subject: 'What runs here and is no service',
    icon: Import,
    words: ['adopt', 'take over', 'existing', 'import', 'compose', 'portainer', 'dokploy'],
    permission: 'docker.read',
    Page: FoundPage,
  },
  {
    at: 'server',
    room: 'workloads',
    id: 'volumes',
    label: 'Volumes',
    subject: 'The volumes of this server',
    icon: HardDrive,
    words: ['disk', 'unused', 'prune', 'clean up'],
    permission: 'docker.read',
    Page: VolumesPage,
  },
  {
    at: 'server',
    room: 'terminal',
    id: 'terminal',
    label: 'Terminal',
    subject: 'The terminal',
    icon: SquareTerminal,
    words: ['shell', 'ssh'],
    permission: 'server.terminal',
    Page: TerminalPage,
  },
  { at: 'server', room: 'readiness', id: 'check', label: 'Checks', icon: ListChecks, Page: CheckPage },
  {
    at: 'server',
    room: 'readiness',
    id: 'setup',
    label: 'Set-up',
    icon: Wrench,
    words: ['set up', 'install docker', 'swarm'],
    opensWith: ['server.update'],
    Page: SetupPage,
  },
  {
    at: 'server',
    room: 'settings',
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    opensWith: ['server.delete'],
    Page: SettingsPage,
  },
];
