import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';

interface CreateOrganizationProps {
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

export const CreateOrganization = ({ onClose, onCreated }: CreateOrganizationProps) => (
  <NameDialog
    of="organization"
    title="New organization"
    description="An organization has its own servers, projects and people. Nothing in it is seen from another one."
    submitLabel="Create organization"
    placeholder="Acme"
    submit={async ({ name, description }) => {
      const made = await rpc.organization.create({ name, description });
      await refreshSession();
      return made;
    }}
    onDone={({ id }) => onCreated(id)}
    onClose={onClose}
  />
);
