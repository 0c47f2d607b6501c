import { Container } from 'lucide-react';
import type { FeatureEntry } from '../../lib/feature.ts';
import { NameDialog } from '../../lib/name-dialog.tsx';
import { rpc } from '../../lib/rpc.ts';

export const entry: FeatureEntry = {
  kind: 'service',
  label: 'Service',
  plural: 'Services',
  icon: Container,
  parentKind: 'environment',
  permissions: { create: 'service.create', update: 'service.update', delete: 'service.delete' },
  tabs: [{ id: 'overview', label: 'Overview', Page: ({ node }) => <p>{node.name}</p> }],
  Create: ({ parentId, onClose, onCreated }) => (
    <NameDialog
      title="New service"
      submitLabel="Create service"
      submit={({ name }) => rpc.service.create({ environmentId: parentId, name })}
      onDone={({ id }) => onCreated(id)}
      onClose={onClose}
    />
  ),
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
  remove: (serviceId, typedName) => rpc.service.delete({ serviceId, typedName }),
};
