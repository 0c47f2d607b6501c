import { Building2, Cable, ListChecks, Scale, Settings, Users } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { variablesPage } from '../../lib/variables/variables-room.ts';
import { CreateOrganization } from './create-organization.tsx';
import { OrganizationOverview } from './organization-overview.tsx';
import { OrganizationSettings } from './organization-settings.tsx';
import { PolicyPage } from './policy-page.tsx';

export const entry: FeatureEntry = {
  kind: 'organization',
  label: 'Organization',
  plural: 'Organizations',
  icon: Building2,
  parentKind: null,
  permissions: {
    create: 'organization.update',
    update: 'organization.update',
    delete: 'organization.delete',
  },
  rooms: [
    { id: 'overview', label: 'Overview', icon: Building2 },
    { id: 'people', label: 'People', icon: Users },
    { id: 'connections', label: 'Connections', icon: Cable },
    { id: 'rules', label: 'Rules', icon: Scale },
    { id: 'audit', label: 'Audit', icon: ListChecks },
    { id: 'settings', label: 'Settings', icon: Settings },
  ],
  Create: ({ onClose, onCreated }) => <CreateOrganization onClose={onClose} onCreated={onCreated} />,
  rename: (organizationId, name) => rpc.organization.update({ organizationId, name }),
  deletion: (organizationId) => rpc.organization.deletion({ organizationId }),
  remove: (organizationId, typedName) =>
    rpc.organization.delete({ organizationId, typedName, removeRemote: false }),
};

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'overview',
    id: 'overview',
    label: 'Overview',
    icon: Building2,
    Page: OrganizationOverview,
  },
  variablesPage('organization', 'rules'),
  {
    at: 'organization',
    room: 'rules',
    id: 'policy',
    label: 'Policy',
    subject: 'The policy',
    icon: Scale,
    words: ['seats', 'default role', 'transfer', 'invitations'],
    permission: 'organization.read',
    Page: PolicyPage,
  },
  {
    at: 'organization',
    room: 'settings',
    id: 'settings',
    label: 'Settings',
    title: 'Organization settings',
    icon: Settings,
    words: ['leave', 'transfer', 'delete organization'],
    Page: OrganizationSettings,
  },
];
