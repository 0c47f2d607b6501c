import {
  Activity,
  Box,
  Database,
  FolderOutput,
  Globe,
  History,
  Rocket,
  RotateCw,
  Scaling,
  ScrollText,
  Settings,
  SlidersHorizontal,
  Square,
  SquareTerminal,
} from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { variablesPage, variablesRoom } from '../../lib/variables/variables-room.ts';
import { ConfigurationPage } from './configuration/configuration-page.tsx';
import { CreateServiceDialog } from './create-service-dialog.tsx';
import { DataPage } from './data/data-page.tsx';
import { DeployButton } from './deployment/deploy-button.tsx';
import { DeploymentsPage } from './deployment/deployments-page.tsx';
import { EnvironmentDeploymentsPage, ProjectDeploymentsPage } from './deployment/placed-deployments-page.tsx';
import { ServiceState } from './header.tsx';
import { LogsPage } from './logs-page.tsx';
import { manyActions } from './many-actions.ts';
import { MoveServiceDialog } from './move-dialog.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { TerminalPage } from './terminal-page.tsx';

export const entry: FeatureEntry = {
  kind: 'service',
  label: 'Service',
  plural: 'Services',
  icon: Box,
  parentKind: 'environment',
  permissions: { create: 'service.create', update: 'service.update', delete: 'service.delete' },
  rooms: [
    { id: 'overview', label: 'Overview', icon: Activity },
    { id: 'deployments', label: 'Deployments', icon: History },
    { id: 'logs', label: 'Logs', icon: ScrollText },
    { id: 'terminal', label: 'Terminal', icon: SquareTerminal },
    variablesRoom,
    { id: 'domains', label: 'Domains', icon: Globe },
    { id: 'data', label: 'Data', icon: Database },
    { id: 'settings', label: 'Settings', icon: Settings },
  ],
  Create: CreateServiceDialog,
  PrimaryAction: DeployButton,
  primaryPermission: 'deployment.create',
  HeaderExtra: ServiceState,
  rename: (serviceId, name) => rpc.service.update({ serviceId, name }),
  duplicate: {
    permission: 'service.create',
    parentKind: 'environment',
    run: (serviceId, { name, parentId }) =>
      rpc.service.duplicate({ serviceId, name, environmentId: parentId }),
  },
  move: {
    permission: 'service.update',
    run: (serviceId, environmentId) => rpc.service.move({ serviceId, environmentId }),
    plan: {
      isNeeded: ({ state }) => state !== 'none' && state !== 'stopped',
      Dialog: MoveServiceDialog,
    },
  },
  deletion: (serviceId) => rpc.service.deletion({ serviceId }),
  remove: (serviceId, typedName, volumes) =>
    rpc.service.delete({ serviceId, volumes: [...volumes], ...(typedName ? { typedName } : {}) }),
  manyActions,
  actions: [
    {
      id: 'deploy',
      key: 'd',
      label: 'Deploy…',
      icon: Rocket,
      permission: 'deployment.create',
      words: ['release', 'update'],
      run: ({ id }, { organizationId, go }) => go(`${nodePath(organizationId, 'service', id)}?plan=open`),
    },
    { id: 'logs', key: 'l', label: 'Show logs', icon: ScrollText, permission: 'logs.read', page: 'logs' },
    {
      id: 'history',
      label: 'Show deployments',
      icon: History,
      permission: 'deployment.read',
      page: 'deployments',
      words: ['rollback', 'roll back', 'go back', 'history', 'previous version'],
    },
    {
      id: 'restart',
      label: 'Restart',
      icon: RotateCw,
      permission: 'deployment.create',
      run: (node) => rpc.service.restart({ serviceId: node.id }),
    },
    {
      id: 'scale',
      label: 'Scale…',
      icon: Scaling,
      permission: 'service.update',
      page: 'overview',
      dialog: 'scale',
      words: ['replicas', 'more', 'less'],
    },
    {
      id: 'add-domain',
      label: 'Add a domain…',
      icon: Globe,
      permission: 'domain.create',
      page: 'domains',
      dialog: 'new-domain',
      words: ['host', 'https', 'route', 'url', 'new', 'create'],
    },
    {
      id: 'eject',
      label: 'Eject…',
      icon: FolderOutput,
      permission: 'service.read',
      page: 'overview',
      dialog: 'eject',
      words: ['export', 'leave', 'take out', 'docker compose', 'download'],
    },
    {
      id: 'stop',
      label: 'Stop…',
      icon: Square,
      permission: 'deployment.create',
      page: 'overview',
      dialog: 'stop',
      isHarmful: true,
      words: ['halt', 'shut down', 'switch off'],
    },
  ],
};

export const pages: readonly PageDescriptor[] = [
  {
    at: 'service',
    room: 'overview',
    id: 'overview',
    label: 'Overview',
    icon: Activity,
    Page: OverviewPage,
  },
  {
    at: 'service',
    room: 'deployments',
    id: 'deployments',
    label: 'Deployments',
    subject: 'The list of deployments',
    icon: History,
    words: ['history'],
    permission: 'deployment.read',
    Page: DeploymentsPage,
  },
  {
    at: 'service',
    room: 'logs',
    id: 'logs',
    label: 'Logs',
    subject: 'The log',
    icon: ScrollText,
    permission: 'logs.read',
    Page: LogsPage,
  },
  {
    at: 'service',
    room: 'terminal',
    id: 'terminal',
    label: 'Terminal',
    subject: 'A terminal in a container',
    icon: SquareTerminal,
    words: ['shell', 'console', 'exec'],
    Page: TerminalPage,
  },
  variablesPage('service'),
  {
    at: 'service',
    room: 'data',
    id: 'data',
    label: 'Data',
    subject: 'What lies in its volumes',
    icon: Database,
    words: ['volumes', 'files', 'browse', 'upload', 'download'],
    permission: 'volume.read',
    Page: DataPage,
  },
  {
    at: 'service',
    room: 'settings',
    id: 'configuration',
    label: 'Configuration',
    icon: SlidersHorizontal,
    words: ['settings', 'image', 'source', 'ports', 'health', 'mounts', 'volumes', 'files'],
    Page: ConfigurationPage,
  },
  {
    at: 'project',
    room: 'deployments',
    id: 'deployments',
    label: 'Deployments',
    subject: 'The list of deployments',
    icon: History,
    words: ['history'],
    permission: 'deployment.read',
    Page: ProjectDeploymentsPage,
  },
  {
    at: 'environment',
    room: 'activity',
    id: 'activity',
    label: 'Activity',
    subject: 'The list of deployments',
    icon: History,
    words: ['history', 'deployments'],
    permission: 'deployment.read',
    Page: EnvironmentDeploymentsPage,
  },
];
