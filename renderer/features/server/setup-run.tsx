import { useMutation } from '@tanstack/react-query';
import { CircleStop, Rocket } from 'lucide-react';
import type { Setup } from '#shared/contract/server.ts';
import { errorText } from '../../lib/errors.ts';
import { age, formatDuration } from '../../lib/format.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { isFinalFailure } from '../../lib/host/use-stream.ts';
import { nodePath, useGo, useRouteNodeId } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useNode, useTree } from '../../lib/tree/use-tree.ts';
import { useNow } from '../../lib/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { LogView } from '../../ui/log-view/log-view.tsx';
import { useLogStream } from '../../ui/log-view/use-log-stream.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Reason } from '../../ui/reason.ts';
import { SetupSteps } from './setup-steps.tsx';

const tones = {
  running: 'deploying',
  succeeded: 'running',
  failed: 'failed',
  cancelled: 'neutral',
  interrupted: 'degraded',
} as const;

const words: Record<Setup['state'], string> = {
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

const outcomes: Partial<Record<Setup['state'], string>> = {
  failed: 'The set-up failed',
  cancelled: 'The set-up was cancelled',
  interrupted: 'The set-up was interrupted',
};

interface SetupRunProps {
  readonly organizationId: string;
  readonly setup: Setup;
  /** The service from whose plan one came here. */
  readonly forServiceId: string | undefined;
  readonly disabledReason: Reason | undefined;
}

const Ready = ({ organizationId, forServiceId }: Pick<SetupRunProps, 'organizationId' | 'forServiceId'>) => {
  const go = useGo();
  const service = useNode(forServiceId);
  const [serverId, environments] = [useRouteNodeId(), useEnvironments(organizationId)];
  const goOn = () => {
    if (service) go(`${nodePath(organizationId, 'service', service.id, 'overview')}?plan=open`);
    else if (environments === 0) openDialog({ type: 'first-service', serverId });
    else openDialog({ type: 'create-below', kind: 'service' });
  };
  return (
    <Notice
      tone="success"
      title="This server is ready for deployments"
      action={
        <Button size="sm" icon={Rocket} onClick={goOn}>
          {service ? `Back to the plan of ${service.name}` : 'What to deploy'}
        </Button>
      }
    >
      {!service && 'Say what to deploy, and choose this server for it.'}
    </Notice>
  );
};

const useEnvironments = (organizationId: string): number => {
  const { data: nodes } = useTree(organizationId);
  return nodes?.filter(({ kind }) => kind === 'environment').length ?? 0;
};

const Outcome = ({
  setup,
  organizationId,
  forServiceId,
}: Pick<SetupRunProps, 'setup' | 'organizationId' | 'forServiceId'>) => {
  if (setup.state === 'succeeded')
    return <Ready organizationId={organizationId} forServiceId={forServiceId} />;
  if (setup.state === 'running' || !setup.reason) return null;
  return (
    <Notice tone={setup.state === 'failed' ? 'danger' : 'warning'} title={outcomes[setup.state]}>
      {setup.reason} What was done stays; running it again goes on from there.
    </Notice>
  );
};

/** One run of the set-up: its steps live, its log, and how it ended. */
export const SetupRun = ({ setup, organizationId, forServiceId, disabledReason }: SetupRunProps) => {
  const now = useNow(1_000);
  const cancel = useMutation(orpc.setup.cancel.mutationOptions());
  const { serverId, id: setupId } = setup;
  const { buffer, status } = useLogStream({
    streamKey: setupId,
    open: ({ cursor }, signal) =>
      rpc.setup.log({ serverId, setupId, follow: true, ...(cursor ? { cursor } : {}) }, { signal }),
    isFinal: isFinalFailure,
  });
  const endedAt = setup.endedAt ? Date.parse(setup.endedAt) : now;
  return (
    <>
      <Outcome setup={setup} organizationId={organizationId} forServiceId={forServiceId} />
      <Panel
        title="Set-up"
        actions={
          <>
            <span className="text-muted text-sm">
              {setup.startedBy} · {age(setup.startedAt, now)} ·{' '}
              <span className="tabular-nums">{formatDuration(endedAt - Date.parse(setup.startedAt))}</span>
            </span>
            <Badge tone={tones[setup.state]}>{words[setup.state]}</Badge>
            {setup.state === 'running' && (
              <Button
                size="sm"
                icon={CircleStop}
                isBusy={cancel.isPending}
                disabledReason={disabledReason}
                onClick={() => cancel.mutate({ serverId, setupId })}
              >
                Cancel
              </Button>
            )}
          </>
        }
      >
        <SetupSteps steps={setup.steps} />
        <InlineError error={cancel.error} />
      </Panel>
      <div className="h-80 overflow-hidden rounded-lg border border-line">
        <LogView
          label="Log of the set-up"
          buffer={buffer}
          status={status}
          fileName="set-up"
          emptyText="Nothing was said yet."
          errorText={errorText}
        />
      </div>
    </>
  );
};
