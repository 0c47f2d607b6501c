import { FolderOutput, History, KeySquare, Layers, LayoutGrid, Rocket, Settings } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { variablesPage, variablesRoom } from '../../lib/variables/variables-room.ts';
import { CreateEnvironment } from './create-environment.tsx';
import { EnvironmentOverview, NewService, ProtectedBadge } from './environment-overview.tsx';
import { EnvironmentSettings } from './environment-settings.tsx';
import { manyActions } from './many-actions.ts';
import { OrderPage } from './order/order-page.tsx';

export const entry: FeatureEntry = {
  kind: 'environment',
  label: 'Environment',
  plural: 'Environments',
  icon: Layers,
  parentKind: 'project',
  permissions: { create: 'environment.create', update: 'environment.update', delete: 'environment.delete' },
  rooms: [
    { id: 'services', label: 'Services', icon: LayoutGrid },
    { id: 'activity', label: 'Activity', icon: History },
    variablesRoom,
    { id: 'access', label: 'Access', icon: KeySquare },
    { id: 'settings', label: 'Settings', icon: Settings },
  ],
  Create: CreateEnvironment,
  PrimaryAction: NewService,
  primaryPermission: 'service.create',
  HeaderExtra: ProtectedBadge,
  rename: (environmentId, name) => rpc.environment.update({ environmentId, name }),
  duplicate: {
    permission: 'environment.create',
    parentKind: 'project',
    run: (environmentId, { name, parentId }) =>
      rpc.environment.duplicate({ environmentId, name, projectId: parentId }),
  },
  deletion: (environmentId) => rpc.environment.deletion({ environmentId }),
  remove: (environmentId, typedName) => rpc.environment.delete({ environmentId, typedName }),
  manyActions,
  actions: [
    {
      id: 'deploy',
      key: 'd',
      label: 'Deploy its services…',
      icon: Rocket,
      permission: 'deployment.create',
      page: 'as-a-whole',
      dialog: 'deploy',
      words: ['release', 'update', 'deploy all', 'in order', 'depends on'],
    },
    {
      id: 'deploy-each',
      label: 'Deploy some of its services…',
      icon: Rocket,
      permission: 'deployment.create',
      ofThoseBelow: 'service',
      words: ['release', 'update', 'one by one'],
      run: (node) => openDialog({ type: 'many', kind: 'service', actionId: 'deploy', nodes: [node] }),
    },
    {
      id: 'eject',
      label: 'Eject…',
      icon: FolderOutput,
      permission: 'environment.read',
      page: 'services',
      dialog: 'eject',
      words: ['export', 'leave', 'take out', 'docker compose', 'download'],
    },
  ],
};

export const pages: readonly PageDescriptor[] = [
  {
    at: 'environment',
    room: 'services',
    id: 'services',
    label: 'Services',
    icon: LayoutGrid,
    Page: EnvironmentOverview,
  },
  {
    at: 'environment',
    room: 'services',
    id: 'as-a-whole',
    label: 'As a whole',
    title: 'Deployments as a whole',
    subject: 'The list of deployments as a whole',
    icon: Rocket,
    words: ['deploy', 'order', 'depends on', 'roll back', 'levels', 'history'],
    permission: 'deployment.read',
    Page: OrderPage,
  },
  variablesPage('environment'),
  {
    at: 'environment',
    room: 'settings',
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    Page: EnvironmentSettings,
  },
];
