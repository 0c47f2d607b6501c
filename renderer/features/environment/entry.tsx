import { History, KeySquare, Layers, LayoutGrid, Rocket, Settings } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { variablesPage, variablesRoom } from '../../lib/variables/variables-room.ts';
import { CreateEnvironment } from './create-environment.tsx';
import { EnvironmentOverview, NewService, ProtectedBadge } from './environment-overview.tsx';
import { EnvironmentSettings } from './environment-settings.tsx';

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
  actions: [
    {
      id: 'deploy',
      key: 'd',
      label: 'Deploy its services…',
      icon: Rocket,
      permission: 'deployment.create',
      ofThoseBelow: 'service',
      words: ['release', 'update', 'deploy all'],
      run: (node) => openDialog({ type: 'many', kind: 'service', actionId: 'deploy', nodes: [node] }),
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
