import type { CreateProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { useCommandLine } from '../../lib/use-command-line.ts';

export const CreateProject = ({ parentId, onClose, onCreated }: CreateProps) => {
  const command = useCommandLine();
  return (
    <NameDialog
      of={`project:${parentId}`}
      title="New project"
      description="A project holds environments, and they hold services. It begins with the environment production."
      submitLabel="Create project"
      placeholder="shop"
      submit={({ name, description }) => rpc.project.create({ organizationId: parentId, name, description })}
      commandOf={(values) => command('project.create', { organizationId: parentId, ...values })}
      onDone={({ id }) => onCreated(id)}
      onClose={onClose}
    />
  );
};
