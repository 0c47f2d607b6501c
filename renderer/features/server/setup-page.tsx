import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NeededPart } from '../../lib/access/needed-part.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { SetupPlan, type SetupProxy } from './setup-plan.tsx';
import { SetupRun } from './setup-run.tsx';

/** Making a server ready: the script first, then the run with its steps and log. */
export const SetupPage = ({ organizationId, nodeId }: NodeProps) => {
  const [serviceId] = useSearchParam('for');
  const [proxy, setProxy] = useState<SetupProxy>('traefik');
  const { reason, allowed } = usePermission('server.update');
  const { allowed: isReader } = usePermission('server.read');
  const setups = useQuery(orpc.setup.list.queryOptions({ input: { serverId: nodeId }, enabled: isReader }));
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
      {!isReader && (
        <NeededPart title="Earlier set-ups" permission="server.read" nodeId={nodeId}>
          {null}
        </NeededPart>
      )}
      {!isReader && create.isSuccess && (
        <Notice tone="info" title="The set-up was started">
          How it goes on is shown to whoever may read the server.
        </Notice>
      )}
      {(setups.data || !isReader) && !isRunning && allowed && (
        <SetupPlan
          serverId={nodeId}
          isAgain={last !== undefined}
          isBusy={create.isPending}
          error={create.error}
          disabledReason={reason}
          proxy={proxy}
          onProxy={setProxy}
          onRun={() => create.mutate({ serverId: nodeId, proxy })}
        />
      )}
      <p>
        <HelpLink chapter="on-the-server">What Quayside writes on a server</HelpLink>
      </p>
    </PageBody>
  );
};
