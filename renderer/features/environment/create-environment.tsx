import { useState } from 'react';
import type { CreateProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { Checkbox } from '../../ui/form/checkbox.tsx';

export const CreateEnvironment = ({ parentId, onClose, onCreated }: CreateProps) => {
  const [isProtected, setProtected] = useState(false);
  const command = useCommandLine();
  return (
    <NameDialog
      of={`environment:${parentId}`}
      title="New environment"
      description="An environment keeps the services that run together, such as production or staging."
      submitLabel="Create environment"
      placeholder="staging"
      submit={({ name, description }) =>
        rpc.environment.create({ projectId: parentId, name, description, isProtected })
      }
      commandOf={(values) => command('environment.create', { projectId: parentId, ...values, isProtected })}
      onDone={({ id }) => onCreated(id)}
      onClose={onClose}
    >
      <Checkbox
        label="Protected"
        hint="Looks different, and asks for the typed name before anything in it is destroyed."
        isChecked={isProtected}
        onChange={setProtected}
      />
    </NameDialog>
  );
};
