import { UserCheck, UserMinus, UserX } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '#shared/contract/member.ts';
import { usePermission } from '../../lib/use-permission.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { RemoveDialog, SuspendDialog } from './member-dialogs.tsx';

/** The menu of a member's page, and the dialog that it opened. */
export const useMemberActions = (member: Member) => {
  const [open, setOpen] = useState<'suspend' | 'remove'>();
  const update = usePermission('member.update', member.organizationId);
  const remove = usePermission('member.delete', member.organizationId);
  const isSuspended = member.suspendedAt !== undefined;
  const close = (): void => setOpen(undefined);
  const menu: readonly MenuEntry[] = [
    {
      id: 'suspend',
      label: isSuspended ? 'Restore…' : 'Suspend…',
      icon: isSuspended ? UserCheck : UserMinus,
      disabledReason: update.reason ?? member.refusal,
      run: () => setOpen('suspend'),
    },
    'separator',
    {
      id: 'remove',
      label: 'Remove from the organization…',
      icon: UserX,
      isDanger: true,
      disabledReason: remove.reason ?? member.refusal,
      run: () => setOpen('remove'),
    },
  ];
  const dialog = (
    <>
      {open === 'suspend' && <SuspendDialog member={member} onClose={close} />}
      {open === 'remove' && <RemoveDialog member={member} onClose={close} />}
    </>
  );
  return { menu, dialog };
};
