import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, Copy, Pencil, Trash2 } from 'lucide-react';
import type { RoleView } from '#shared/contract/role.ts';
import { permissionGroups } from '../../lib/access/permission-words.ts';
import { RootMark } from '../../lib/access/root-mark.tsx';
import { isRoot } from '../../lib/access/root-words.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { RoleHoldersList } from './role-holders.tsx';
import { reachWords } from './role-words.ts';

export type RoleAct = 'edit' | 'duplicate' | 'compare' | 'delete';

interface RoleDetailProps {
  readonly organizationId: string;
  readonly role: RoleView;
  readonly onAct: (act: RoleAct) => void;
}

const Acts = ({ organizationId, role, onAct }: RoleDetailProps) => {
  const update = usePermission('role.update', organizationId);
  const create = usePermission('role.create', organizationId);
  const remove = usePermission('role.delete', organizationId);
  return (
    <>
      <Button
        size="sm"
        icon={Pencil}
        disabledReason={update.reason ?? role.lockedBecause}
        onClick={() => onAct('edit')}
      >
        Edit
      </Button>
      <Button size="sm" icon={Copy} disabledReason={create.reason} onClick={() => onAct('duplicate')}>
        Duplicate
      </Button>
      <Button size="sm" icon={ArrowLeftRight} onClick={() => onAct('compare')}>
        Compare
      </Button>
      <Button
        size="sm"
        icon={Trash2}
        disabledReason={remove.reason ?? role.lockedBecause}
        onClick={() => onAct('delete')}
      >
        Delete
      </Button>
    </>
  );
};

const Holders = ({ roleId }: { readonly roleId: string }) => {
  const query = useQuery(orpc.role.holders.queryOptions({ input: { roleId } }));
  return (
    <section aria-label="Who has it">
      <h3 className="mb-1 font-medium">Who has it</h3>
      <Loaded query={query} doing="Looking up who has it">
        {(holders) => <RoleHoldersList holders={holders} />}
      </Loaded>
    </section>
  );
};

/** One role: what it holds in words, who has it, and what can be done with it. */
export const RoleDetail = (props: RoleDetailProps) => {
  const { role } = props;
  const root = role.permissions.filter(isRoot);
  return (
    <Panel title={role.name} actions={<Acts {...props} />}>
      <div className="flex flex-col gap-3">
        <p className="text-secondary">
          {role.description ? `${role.description} ` : ''}Level {role.level}. {reachWords[role.reach]}.
        </p>
        {role.isBuiltIn && (
          <p>
            <Badge>built in</Badge>
          </p>
        )}
        <div className="grid grid-cols-[2fr_1fr] gap-4">
          <section aria-label="What it may">
            <h3 className="mb-1 font-medium">What it may ({role.permissions.length})</h3>
            {role.permissions.length === 0 && <p className="text-muted">Nothing.</p>}
            <ul className="columns-2 gap-4">
              {permissionGroups(role.permissions).map(({ kind, text }) => (
                <li key={kind} className="break-inside-avoid">
                  {text}
                </li>
              ))}
            </ul>
          </section>
          <Holders roleId={role.id} />
        </div>
        {root.length > 0 && (
          <section aria-label="Root on its servers">
            <h3 className="mb-1 font-medium">In effect root on the servers it reaches, by</h3>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {root.map((permission) => (
                <li key={permission} className="flex items-center gap-1">
                  <span className="font-mono text-sm">{permission}</span>
                  <RootMark permission={permission} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Panel>
  );
};
