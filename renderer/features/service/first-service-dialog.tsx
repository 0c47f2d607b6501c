import { useRef, useState } from 'react';
import { Name } from '#shared/contract/fields.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { TextField } from '../../ui/form/text-field.tsx';
import { ServiceDialog } from './create-service-dialog.tsx';

interface FirstServiceProps {
  readonly organizationId: string;
  readonly serverId: string | undefined;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

/** The first service of an organization: what to deploy is the only question, for its project has a name already. */
export function FirstServiceDialog({ organizationId, serverId, onClose, onCreated }: FirstServiceProps) {
  const [project] = useChildren(organizationId, 'project');
  const [environment] = useChildren(project?.id ?? '', 'environment');
  const [name, setName] = useState('my-project');
  const [error, setError] = useState<string>();
  /** What was made before something else was refused. */
  const made = useRef<string>(undefined);
  const place = async (): Promise<string | undefined> => {
    if (environment) return environment.id;
    const checked = Name.safeParse(name.trim());
    setError(checked.error?.issues[0]?.message);
    if (!checked.success) return undefined;
    made.current ??= (await rpc.project.create({ organizationId, name: checked.data })).id;
    return (await rpc.environment.list({ projectId: made.current }))[0]?.id;
  };
  return (
    <ServiceDialog
      organizationId={organizationId}
      draftOf={`first-service:${organizationId}`}
      serverId={serverId}
      place={place}
      submitLabel="Show the plan"
      onClose={onClose}
      onCreated={onCreated}
    >
      {environment && project ? (
        <p className="text-secondary">
          It goes into {project.name} / {environment.name}.
        </p>
      ) : (
        <TextField
          label="Project"
          hint="Groups what belongs together, and begins with the environment production. It can be renamed."
          error={error}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
    </ServiceDialog>
  );
}
