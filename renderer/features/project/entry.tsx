import { Folder, History, KeySquare, LayoutGrid, Rocket, Settings } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { variablesPage, variablesRoom } from '../../lib/variables/variables-room.ts';
import { CreateProject } from './create-project.tsx';
import { ProjectActions, ProjectOverview } from './project-overview.tsx';
import { ProjectSettings } from './project-settings.tsx';

export const entry: FeatureEntry = {
  kind: 'project',
  label: 'Project',
  plural: 'Projects',
  icon: Folder,
  parentKind: 'organization',
  permissions: { create: 'project.create', update: 'project.update', delete: 'project.delete' },
  rooms: [
    { id: 'services', label: 'Services', icon: LayoutGrid },
    { id: 'deployments', label: 'Deployments', icon: History },
    variablesRoom,
    { id: 'access', label: 'Access', icon: KeySquare },
    { id: 'settings', label: 'Settings', icon: Settings },
  ],
  Create: CreateProject,
  PrimaryAction: ProjectActions,
  primaryPermission: 'service.create',
  rename: (projectId, name) => rpc.project.update({ projectId, name }),
  duplicate: {
    permission: 'project.create',
    parentKind: 'organization',
    run: (projectId, { name }) => rpc.project.duplicate({ projectId, name }),
  },
  deletion: (projectId) => rpc.project.deletion({ projectId }),
  remove: (projectId, typedName) => rpc.project.delete({ projectId, typedName }),
  actions: [
    {
      id: 'deploy',
      key: 'd',
      label: 'Deploy its environments…',
      icon: Rocket,
      permission: 'deployment.create',
      ofThoseBelow: 'environment',
      words: ['release', 'update', 'deploy all', 'in order', 'depends on'],
      run: (node) => openDialog({ type: 'many', kind: 'environment', actionId: 'deploy', nodes: [node] }),
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
  ],
};

export const pages: readonly PageDescriptor[] = [
  {
    at: 'project',
    room: 'services',
    id: 'services',
    label: 'Services',
    icon: LayoutGrid,
    Page: ProjectOverview,
  },
  variablesPage('project'),
  {
    at: 'project',
    room: 'settings',
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    Page: ProjectSettings,
  },
];
