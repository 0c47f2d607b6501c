import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoleView } from '#shared/contract/role.ts';
import { permissionGroups } from '../../lib/access/permission-words.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';

const Column = ({
  title,
  permissions,
}: {
  readonly title: string;
  readonly permissions: readonly string[];
}) => (
  <section aria-label={title} className="rounded border border-line">
    <h3 className="border-line border-b bg-panel px-3 py-1.5 font-medium">
      {title} ({permissions.length})
    </h3>
    {permissions.length === 0 ? (
      <p className="px-3 py-2 text-muted">Nothing.</p>
    ) : (
      <ul className="px-3 py-2">
        {permissionGroups(permissions).map(({ kind, text }) => (
          <li key={kind}>{text}</li>
        ))}
      </ul>
    )}
  </section>
);

interface CompareDialogProps {
  readonly role: RoleView;
  readonly roles: readonly RoleView[];
  readonly onClose: () => void;
}

/** What one role holds and another does not. */
export const CompareDialog = ({ role, roles, onClose }: CompareDialogProps) => {
  const others = roles.filter(({ id }) => id !== role.id);
  const [otherRoleId, setOther] = useState(others[0]?.id ?? '');
  const query = useQuery(
    orpc.role.compare.queryOptions({ input: { roleId: role.id, otherRoleId }, enabled: otherRoleId !== '' }),
  );
  return (
    <Dialog isOpen onClose={onClose} title={`Compare ${role.name}`} width="xl">
      <div className="flex flex-col gap-3">
        <SelectField
          label="With"
          value={otherRoleId}
          onChange={(event) => setOther(event.target.value)}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Loaded query={query} doing="Comparing">
          {({ role: here, other, onlyHere, onlyThere, both }) => (
            <>
              <p className="text-secondary">
                {here.name}: level {here.level} · {other.name}: level {other.level}
              </p>
              <div className="grid grid-cols-3 items-start gap-3">
                <Column title={`Only ${here.name}`} permissions={onlyHere} />
                <Column title={`Only ${other.name}`} permissions={onlyThere} />
                <Column title="Both" permissions={both} />
              </div>
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  );
};
