import { useMutation, useQuery } from '@tanstack/react-query';
import type { NodeProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { SetupPlan } from './setup-plan.tsx';
import { SetupRun } from './setup-run.tsx';

/** Making a server ready: the script first, then the run with its steps and log. */
export const SetupPage = ({ organizationId, nodeId }: NodeProps) => {
  const [serviceId] = useSearchParam('for');
  const { reason, allowed } = usePermission('server.update');
  const setups = useQuery(orpc.setup.list.queryOptions({ input: { serverId: nodeId } }));
  const create = useMutation(orpc.setup.create.mutationOptions());
  const [last] = setups.data ?? [];
  const isRunning = last?.state === 'running' || last?.state === 'interrupted';
  return (
    <PageBody>
      <InlineError error={setups.error} onRetry={() => void setups.refetch()} />
      {last && (
        <SetupRun
          key={last.id}
          organizationId={organizationId}
          setup={last}
          forServiceId={serviceId}
          disabledReason={reason}
        />
      )}
      {setups.data && !isRunning && allowed && (
        <SetupPlan
          serverId={nodeId}
          isAgain={last !== undefined}
          isBusy={create.isPending}
          error={create.error}
          disabledReason={reason}
          onRun={() => create.mutate({ serverId: nodeId })}
        />
      )}
    </PageBody>
  );
};
