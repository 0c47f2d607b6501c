import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowLeft, CircleStop, Rocket, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Deployment } from '#shared/contract/deployment.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { isFinal } from '#shared/model/deployment.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { errorText } from '../../../lib/errors.ts';
import { age, formatDuration, formatInstant } from '../../../lib/format.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath } from '../../../lib/navigation.ts';
import { SetUpNow } from '../../../lib/setup/set-up-now.tsx';
import { useNow } from '../../../lib/use-now.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock, CodeText } from '../../../ui/code-text.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { LogView } from '../../../ui/log-view/log-view.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PropertyList } from '../../../ui/property-list.tsx';
import { StateDot } from '../../../ui/state-dot.tsx';
import { OpenLink } from '../overview/address-panel.tsx';
import { addressText, addressWords } from '../overview/address-words.ts';
import { useService } from '../use-service.ts';
import { canReturnTo, deploymentDot, deploymentLabel, durationMs, stages } from './deployment-words.ts';
import { Pipeline } from './pipeline.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { RegistryCure } from './registry-cure.tsx';
import { useDeploymentLog } from './use-deployment-log.ts';

interface DetailProps {
  readonly organizationId: string;
  readonly deploymentId: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly onBack: () => void;
}

type PartProps = DetailProps & { readonly deployment: Deployment };

const Actions = ({ deployment, serviceId, serviceName, organizationId }: PartProps) => {
  const [dialog, setDialog] = useState<'rollback' | 'deploy'>();
  const { data: service } = useService(serviceId);
  const cancelling = usePermission('deployment.cancel');
  const rollback = usePermission('deployment.rollback');
  const create = usePermission('deployment.create');
  const cancel = useMutation(orpc.deployment.cancel.mutationOptions());
  const isCurrent = service?.currentDeploymentId === deployment.id;
  const hasFailed = ['failed', 'rolled-back', 'cancelled'].includes(deployment.state);
  return (
    <div className="flex items-center gap-2">
      <InlineError error={cancel.error} />
      {!isFinal(deployment.state) && (
        <Button
          icon={CircleStop}
          isBusy={cancel.isPending}
          disabledReason={cancelling.reason}
          onClick={() => cancel.mutate({ deploymentId: deployment.id })}
        >
          Cancel
        </Button>
      )}
      {hasFailed && (
        <Button icon={Rocket} disabledReason={create.reason} onClick={() => setDialog('deploy')}>
          Deploy again …
        </Button>
      )}
      {canReturnTo(deployment) && !isCurrent && (
        <Button icon={Undo2} disabledReason={rollback.reason} onClick={() => setDialog('rollback')}>
          Roll back to this …
        </Button>
      )}
      {dialog && (
        <PlanDialog
          organizationId={organizationId}
          serviceId={serviceId}
          serviceName={serviceName}
          rollback={dialog === 'rollback' ? deployment : undefined}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
};

const nextSteps: Partial<Record<Deployment['state'], string>> = {
  failed: 'Read the log below, change what is wrong, and deploy again.',
  'rolled-back':
    'The version before it serves on. Read the log below, change what is wrong, and deploy again.',
  cancelled: 'What ran before runs on.',
  superseded: 'A newer deployment took its place.',
  interrupted: 'Quayside looks at the server and goes on from what it finds there.',
};

/** Told only of the deployment that runs, for an older one's addresses are not those of today. */
const Success = ({ deployment, serviceId }: PartProps) => {
  const { data: service } = useService(serviceId);
  if (deployment.state !== 'succeeded' || service?.currentDeploymentId !== deployment.id) return null;
  const [first] = service.addresses;
  if (!first) return null;
  return (
    <Notice tone="success" title="It runs" action={<OpenLink addresses={service.addresses} />}>
      <span className="flex flex-wrap items-center gap-x-3">
        <CodeText canCopy={first.host !== null}>{addressText(first)}</CodeText>
        {addressWords(first)}
      </span>
      {first.caution && <p className="text-muted text-sm">{first.caution}</p>}
    </Notice>
  );
};

/** The sentence for people, and below it what the machine said. */
const Reason = ({ text }: { readonly text: string }) => {
  const [sentence = '', ...rest] = text.split('\n');
  const words = rest.filter((line) => line.trim() !== 'Last lines:');
  return (
    <>
      <p className="break-words text-primary">{sentence}</p>
      {words.length > 0 && (
        <div className="my-1">
          <CodeBlock text={words.join('\n')} label="what it said last" maxHeight={160} />
        </div>
      )}
    </>
  );
};

const Outcome = ({ deployment, organizationId, serviceId }: PartProps) => {
  const { state, reason, curedBy } = deployment;
  const next = nextSteps[state];
  if (!next) return null;
  const isFailure = state === 'failed' || state === 'rolled-back';
  return (
    <>
      <Notice
        tone={isFailure ? 'danger' : 'warning'}
        title={deploymentLabel(state)}
        action={
          isFailure ? (
            <AppLink
              to={nodePath(organizationId, 'service', serviceId, 'configuration')}
              className="shrink-0 text-accent hover:underline"
            >
              Configuration
            </AppLink>
          ) : undefined
        }
      >
        {reason && <Reason text={reason} />}
        <p>{next}</p>
      </Notice>
      {curedBy === 'registry' && (
        <RegistryCure organizationId={organizationId} image={specFacts(deployment.spec).image} />
      )}
      {curedBy === 'setup' && (
        <SetUpNow
          key={deployment.id}
          serverId={deployment.serverId}
          path={`${nodePath(organizationId, 'server', deployment.serverId, 'setup')}?for=${serviceId}`}
          isForMissing
        />
      )}
    </>
  );
};

const Facts = ({ deployment, organizationId }: PartProps) => {
  const { imageReference, imageDigest, imageId, images, commit, folder, serverId, serverName } = deployment;
  const code = (text: string | null) => (text ? <CodeText canCopy>{text}</CodeText> : undefined);
  const items = [
    {
      label: 'Server',
      value: (
        <AppLink to={nodePath(organizationId, 'server', serverId)} className="text-accent hover:underline">
          {serverName}
        </AppLink>
      ),
    },
    ...(images.length > 0
      ? images.map(({ part, reference, digest }) => ({
          label: part,
          value: code(`${reference.split('@')[0]}@${digest}`),
        }))
      : [
          { label: 'Image', value: code(imageReference) },
          { label: 'Digest', value: code(imageDigest ?? imageId) },
        ]),
    { label: 'Commit', value: code(commit) },
    { label: 'Folder', value: code(folder && `sha256:${folder.digest}`) },
  ];
  return <PropertyList items={items.filter(({ value }) => value !== undefined)} />;
};

const Detail = (props: PartProps) => {
  const { deployment, onBack } = props;
  const now = useNow(isFinal(deployment.state) ? 60_000 : 500);
  const { buffer, status, times } = useDeploymentLog(deployment.id);
  return (
    <div className="flex h-full flex-col">
      <div className="flex max-h-[60%] flex-col gap-3 overflow-y-auto border-line border-b px-4 py-3">
        <div className="flex items-center gap-3">
          <Button size="sm" variant="ghost" icon={ArrowLeft} onClick={onBack}>
            All
          </Button>
          <h2 className="font-semibold text-lg">#{deployment.number}</h2>
          <span className="flex items-center gap-1.5">
            <StateDot state={deploymentDot(deployment.state)} isDecoration />
            {deploymentLabel(deployment.state)}
          </span>
          <span className="min-w-0 flex-1 truncate text-secondary" title={formatInstant(deployment.queuedAt)}>
            {deployment.startedBy} · {age(deployment.queuedAt, now)} ·{' '}
            <span className="tabular-nums">{formatDuration(durationMs(deployment, now))}</span>
          </span>
          <Actions {...props} />
        </div>
        <Pipeline stages={stages(deployment, times, now)} />
        <Outcome {...props} />
        <Success {...props} />
        <Facts {...props} />
      </div>
      <div className="min-h-40 flex-1">
        <LogView
          label={`Log of deployment ${deployment.number}`}
          buffer={buffer}
          status={status}
          fileName={`${props.serviceName}-deployment-${deployment.number}`}
          emptyText="Nothing was said yet."
          errorText={errorText}
        />
      </div>
    </div>
  );
};

/** One deployment: where it is, what exactly it runs, its log, and the way back. */
export const DeploymentDetail = (props: DetailProps) => {
  const query = useQuery(orpc.deployment.get.queryOptions({ input: { deploymentId: props.deploymentId } }));
  return (
    <ResourcePage query={query} what="the deployment" layout="edges">
      {(deployment) => <Detail key={deployment.id} {...props} deployment={deployment} />}
    </ResourcePage>
  );
};
