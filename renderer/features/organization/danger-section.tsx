import { ArrowRightLeft, LogOut, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Organization, OrganizationPolicy } from '#shared/contract/organization.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { LeaveDialog } from '../../lib/memberships/leave-dialog.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { DeleteOrganization } from './delete-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

const Act = ({ text, children }: { readonly text: string; readonly children: ReactNode }) => (
  <div className="flex items-center gap-4 border-line border-t py-2 first:border-t-0">
    <p className="min-w-0 flex-1 text-secondary">{text}</p>
    {children}
  </div>
);

/** Why the organization cannot be handed over; undefined where it can. */
const transferReason = (isOwner: boolean, policy: OrganizationPolicy | undefined): string | undefined => {
  if (!isOwner) return 'Only the Owner hands an organization over.';
  if (policy && !policy.allowsTransfer)
    return 'The policy forbids transfers: allow them there first, under Rules.';
  if (policy && policy.seats.members < 2) return 'There is no other active member to hand it to.';
  return undefined;
};

interface DangerSectionProps {
  readonly organization: Organization;
  readonly policy: OrganizationPolicy | undefined;
}

/** Handing over, leaving, deleting; each says why it cannot be done. */
export const DangerSection = ({ organization, policy }: DangerSectionProps) => {
  const { id, name } = organization;
  const remove = usePermission('organization.delete', id);
  const [open, setOpen] = useState<'transfer' | 'leave' | 'delete'>();
  const close = (): void => setOpen(undefined);
  const isOwner = organization.level >= builtInRoles.owner.level;
  return (
    <FormSection title="Danger zone" description="None of this can be taken back by yourself.">
      <div className="rounded-lg border border-danger px-3">
        <Act text="Transfer: somebody else becomes the Owner, and you an Admin.">
          <Button
            icon={ArrowRightLeft}
            disabledReason={transferReason(isOwner, policy)}
            onClick={() => setOpen('transfer')}
          >
            Transfer…
          </Button>
        </Act>
        <Act text="Leave: you are no longer a member; everything else stays.">
          <Button
            icon={LogOut}
            disabledReason={
              isOwner ? 'The Owner cannot leave: transfer the organization first, or delete it.' : undefined
            }
            onClick={() => setOpen('leave')}
          >
            Leave…
          </Button>
        </Act>
        <Act text="Delete: servers are forgotten, projects and their history deleted. You are shown all of it first.">
          <Button icon={Trash2} disabledReason={remove.reason} onClick={() => setOpen('delete')}>
            Delete organization…
          </Button>
        </Act>
      </div>
      {open === 'transfer' && <TransferDialog organizationId={id} name={name} onClose={close} />}
      {open === 'leave' && <LeaveDialog organizationId={id} name={name} onClose={close} />}
      {open === 'delete' && <DeleteOrganization organizationId={id} name={name} onClose={close} />}
    </FormSection>
  );
};
