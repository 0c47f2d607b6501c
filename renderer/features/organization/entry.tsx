import { Building2 } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { rpc } from '../../lib/rpc.ts';
import { CreateOrganization } from './create-organization.tsx';
import { OrganizationOverview } from './organization-overview.tsx';
import { OrganizationSettings } from './organization-settings.tsx';

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
  tabs: [
    { id: 'overview', label: 'Overview', Page: OrganizationOverview },
    { id: 'settings', label: 'Settings', Page: OrganizationSettings },
  ],
  Create: ({ onClose, onCreated }) => <CreateOrganization onClose={onClose} onCreated={onCreated} />,
  rename: (organizationId, name) => rpc.organization.update({ organizationId, name }),
  deletion: (organizationId) => rpc.organization.deletion({ organizationId }),
  remove: (organizationId, typedName) =>
    rpc.organization.delete({ organizationId, typedName, removeRemote: false }),
};
