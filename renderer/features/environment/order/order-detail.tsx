import { useMutation } from '@tanstack/react-query';
import { CircleStop, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { EnvironmentDeployment, OrderedService } from '#shared/contract/environment-deployment.ts';
import { hasEnded } from '#shared/model/environment-deployment.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath } from '../../../lib/navigation.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StateDot } from '../../../ui/state-dot.tsx';
import { Table, type TableColumn } from '../../../ui/table.tsx';
import { canRollBack, serviceShown, wholeShown } from './order-words.ts';

interface OrderDetailProps {
  readonly organizationId: string;
  readonly whole: EnvironmentDeployment;
  /** Shows the one that takes it back. */
  readonly onStarted: (id: string) => void;
}

/** One deployment of an environment: each of its services, cancelling and rolling back as one. */
export function OrderDetail({ organizationId, whole, onStarted }: OrderDetailProps) {
  const { id: environmentDeploymentId, number, state, reason, environmentId } = whole;
  const [isAsking, setAsking] = useState(false);
  const mayCancel = usePermission('deployment.cancel', environmentId);
  const mayRollBack = usePermission('deployment.rollback', environmentId);
  const cancel = useMutation(orpc.environmentDeployment.cancel.mutationOptions());
  const rollBack = useMutation(
    orpc.environmentDeployment.rollback.mutationOptions({
      onSuccess: ({ id }) => {
        setAsking(false);
        onStarted(id);
      },
    }),
  );
  const isOver = hasEnded(state);
  return (
    <Panel
      isFlush
      title={`#${number}: ${wholeShown(state).label}`}
      actions={
        isOver ? (
          <Button
            icon={Undo2}
            disabledReason={mayRollBack.reason}
            disabled={!canRollBack(whole)}
            onClick={() => setAsking(true)}
          >
            Roll back as one…
          </Button>
        ) : (
          <Button
            icon={CircleStop}
            isBusy={cancel.isPending}
            disabledReason={mayCancel.reason}
            onClick={() => cancel.mutate({ environmentDeploymentId })}
          >
            Cancel
          </Button>
        )
      }
    >
      {(reason !== null || cancel.error) && (
        <div className="flex flex-col gap-3 border-line border-b p-3">
          {reason !== null && (
            <Notice tone={state === 'failed' || state === 'rolled-back' ? 'danger' : 'warning'}>
              <span className="whitespace-pre-line break-words">{reason}</span>
            </Notice>
          )}
          <InlineError error={cancel.error} />
        </div>
      )}
      <Table
        label={`Services of deployment ${number}`}
        rows={whole.services}
        rowKey={({ serviceId }) => serviceId}
        columns={columnsOf(organizationId)}
      />
      {isAsking && (
        <ConfirmDialog
          title={`Roll back deployment ${number}`}
          confirmLabel="Roll back"
          isBusy={rollBack.isPending}
          error={rollBack.error}
          onConfirm={() => rollBack.mutate({ environmentDeploymentId })}
          onClose={() => setAsking(false)}
        >
          Every service that it changed goes back to what it ran before, the last level first. What ran
          nothing before is stopped.
        </ConfirmDialog>
      )}
    </Panel>
  );
}

const columnsOf = (organizationId: string): TableColumn<OrderedService>[] => [
  { id: 'level', header: 'Level', width: '4rem', cell: ({ level }) => level },
  {
    id: 'service',
    header: 'Service',
    cell: ({ name, serviceId, deployment }) =>
      deployment ? (
        <AppLink
          className="hover:underline"
          to={`${nodePath(organizationId, 'service', serviceId, 'deployments')}?deployment=${deployment.id}`}
        >
          {name} #{deployment.number}
        </AppLink>
      ) : (
        name
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: ({ state }) => (
      <span className="flex items-center gap-2">
        <StateDot state={serviceShown(state).dot} isDecoration />
        {serviceShown(state).label}
      </span>
    ),
  },
  {
    id: 'reason',
    header: 'Why',
    width: 'minmax(0, 2fr)',
    cell: ({ reason }) => reason?.split('\n')[0] ?? '',
  },
];
