import { refreshSession } from '../../lib/change-feed.ts';
import { NameDialog } from '../../lib/name-dialog.tsx';
import { rpc } from '../../lib/rpc.ts';

interface CreateOrganizationProps {
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

export const CreateOrganization = ({ onClose, onCreated }: CreateOrganizationProps) => (
  <NameDialog
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
