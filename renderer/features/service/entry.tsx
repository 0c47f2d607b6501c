import { Activity, Box, History, ScrollText, SlidersHorizontal, Variable } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/rpc.ts';
import { ConfigurationPage } from './configuration-page.tsx';
import { CreateServiceDialog } from './create-service-dialog.tsx';
import { DeployButton } from './deploy-button.tsx';
import { DeploymentsPage } from './deployments-page.tsx';
import { ServiceState } from './header.tsx';
import { LogsPage } from './logs-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { VariablesPage } from './variables-page.tsx';

export const entry: FeatureEntry = {
  kind: 'service',
  label: 'Service',
  plural: 'Services',
  icon: Box,
  parentKind: 'environment',
  permissions: { create: 'service.create', update: 'service.update', delete: 'service.delete' },
  tabs: [
    { id: 'overview', label: 'Overview', icon: Activity, Page: OverviewPage, fill: true },
    {
      id: 'deployments',
      label: 'Deployments',
      icon: History,
      Page: DeploymentsPage,
      permission: 'deployment.read',
      fill: true,
    },
    { id: 'logs', label: 'Logs', icon: ScrollText, Page: LogsPage, permission: 'logs.read', fill: true },
    {
      id: 'variables',
      label: 'Variables',
      icon: Variable,
      Page: VariablesPage,
      permission: 'serviceVariables.read',
      fill: true,
    },
    {
      id: 'configuration',
      label: 'Configuration',
      icon: SlidersHorizontal,
      Page: ConfigurationPage,
      fill: true,
    },
  ],
  Create: CreateServiceDialog,
  PrimaryAction: DeployButton,
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
  },
  deletion: (serviceId) => rpc.service.deletion({ serviceId }),
  remove: (serviceId, typedName) => rpc.service.delete({ serviceId, ...(typedName ? { typedName } : {}) }),
  actions: [
    { id: 'logs', label: 'Show logs', icon: ScrollText, permission: 'logs.read', tab: 'logs' },
    {
      id: 'history',
      label: 'Show deployments',
      icon: History,
      permission: 'deployment.read',
      tab: 'deployments',
    },
    {
      id: 'restart',
      label: 'Restart',
      permission: 'deployment.create',
      run: (node) => rpc.service.restart({ serviceId: node.id }),
    },
  ],
};
