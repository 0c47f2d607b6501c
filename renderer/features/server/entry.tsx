import { Activity, Boxes, ListChecks, Server, Settings, SquareTerminal, Wrench } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/rpc.ts';
import { AddServerDialog } from './add-server-dialog.tsx';
import { CheckPage } from './check-page.tsx';
import { ServerNextStep, ServerState } from './header.tsx';
import { InventoryPage } from './inventory-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SetupPage } from './setup-page.tsx';
import { TerminalPage } from './terminal-page.tsx';

export const entry: FeatureEntry = {
  kind: 'server',
  label: 'Server',
  plural: 'Servers',
  icon: Server,
  parentKind: 'organization',
  permissions: { create: 'server.create', update: 'server.update', delete: 'server.delete' },
  tabs: [
    { id: 'overview', label: 'Overview', icon: Activity, Page: OverviewPage },
    { id: 'check', label: 'Check', icon: ListChecks, Page: CheckPage },
    { id: 'setup', label: 'Set-up', icon: Wrench, Page: SetupPage },
    {
      id: 'running',
      label: 'What runs here',
      icon: Boxes,
      Page: InventoryPage,
      permission: 'docker.read',
      fill: true,
    },
    {
      id: 'terminal',
      label: 'Terminal',
      icon: SquareTerminal,
      Page: TerminalPage,
      permission: 'server.terminal',
      fill: true,
    },
    { id: 'settings', label: 'Settings', icon: Settings, Page: SettingsPage },
  ],
  Create: AddServerDialog,
  PrimaryAction: ServerNextStep,
  HeaderExtra: ServerState,
  rename: (serverId, name) => rpc.server.update({ serverId, name }),
  deletion: (serverId) => rpc.server.deletion({ serverId }),
  remove: (serverId, typedName) => rpc.server.delete({ serverId, typedName }),
  actions: [
    { id: 'check', label: 'Check', icon: ListChecks, tab: 'check' },
    {
      id: 'terminal',
      label: 'Open a terminal',
      icon: SquareTerminal,
      permission: 'server.terminal',
      tab: 'terminal',
    },
    { id: 'connect', label: 'Connect now', run: (node) => rpc.server.connect({ serverId: node.id }) },
  ],
};
