import { useMutation } from '@tanstack/react-query';
import type { PlanChange } from '#shared/contract/deployment.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { useCommandLine } from '../../../lib/use-command-line.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { ChangeTable } from '../../../ui/change-table.tsx';
import { CopyCommand } from '../../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../../ui/dialog/dialog.tsx';
import { useService } from '../use-service.ts';

interface AdoptDialogProps {
  readonly serviceId: string;
  readonly serviceName: string;
  /** Of the deployment that runs. */
  readonly number: number;
  /** From what runs to what is saved. */
  readonly changes: readonly PlanChange[];
  readonly onClose: () => void;
}

/** What adopting what runs would change in the saved configuration, before it is done. */
export const AdoptDialog = ({ serviceId, serviceName, number, changes, onClose }: AdoptDialogProps) => {
  const { data: service } = useService(serviceId);
  const { reason } = usePermission('service.update');
  const command = useCommandLine();
  const adopt = useMutation(orpc.service.adopt.mutationOptions({ onSuccess: onClose }));
  const input = service && { serviceId, number, version: service.version };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      error={adopt.error}
      width="lg"
      title={`Adopt what runs of ${serviceName}`}
      description={`The configuration and the variables of #${number} are saved. What runs stays as it is.`}
      footer={
        <>
          {input && <CopyCommand command={command('service.adopt', input)} />}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={adopt.isPending}
            disabledReason={reason}
            onClick={() => input && adopt.mutate(input)}
          >
            Adopt what runs
          </Button>
        </>
      }
    >
      <ChangeTable
        caption="What changes in the saved configuration, field by field"
        before="Saved now"
        after={`Runs (#${number}), and would be saved`}
        changes={changes.map(({ field, from, to }) => ({ field, from: to, to: from }))}
      />
    </Dialog>
  );
};
