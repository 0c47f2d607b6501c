import { useMutation, useQuery } from '@tanstack/react-query';
import { Rocket, Undo2 } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type * as z from 'zod';
import type { Deployment, Plan } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { StaleBadge } from '../../lib/stale-badge.tsx';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { CopyCommand } from '../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ChangeTable } from './change-table.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { PlanCures } from './plan-cures.tsx';

type PlanData = z.infer<typeof Plan>;

/** What a form holds that is not saved. */
export interface Unsaved {
  readonly spec: ServiceSpec;
  readonly serverId?: string;
}

interface PlanDialogProps {
  readonly organizationId: string;
  readonly serviceId: string;
  readonly serviceName: string;
  /** Where it goes back to an earlier deployment. */
  readonly rollback?: { readonly id: string; readonly number: number } | undefined;
  /** A configuration that is saved once the plan is accepted, and not before; `save` says whether it was. */
  readonly unsaved?: (Unsaved & { readonly save: () => Promise<boolean> }) | undefined;
  readonly onClose: () => void;
}

const Changes = ({ plan }: { readonly plan: PlanData }) => {
  if (plan.changes.length === 0)
    return (
      <p className="text-secondary">
        Nothing differs from what runs. Deploying again replaces every container by a fresh one.
      </p>
    );
  return (
    <ChangeTable
      caption="What changes, field by field"
      changes={plan.changes}
      {...(plan.isFirst ? { after: 'Will run' } : { before: 'Runs now', after: 'After' })}
    />
  );
};

const orders = {
  'start-first': 'New containers start first; old ones stop when the new ones are healthy.',
  'stop-first': 'Old containers stop first, because a port of the server can be held only once.',
};

const PlanBody = ({ plan, cures }: { readonly plan: PlanData; readonly cures: ReactNode }) => (
  <div className="flex flex-col gap-3">
    {plan.blockers.map((blocker) => (
      <Notice key={blocker} tone="danger" title="This cannot be deployed">
        {blocker}
      </Notice>
    ))}
    {cures}
    {plan.warnings.map((warning) => (
      <Notice key={warning} tone="warning">
        {warning}
      </Notice>
    ))}
    <section aria-label="What changes">
      <Changes plan={plan} />
    </section>
    <section aria-label="What will be done" className="border-line border-t pt-3">
      <h3 className="mb-1 font-medium text-secondary text-sm">What will be done</h3>
      <ol className="list-decimal pl-5">
        {plan.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {!plan.isFirst && <p className="mt-2 text-secondary">{orders[plan.order]}</p>}
    </section>
  </div>
);

const useStart = ({ organizationId, serviceId, rollback, unsaved, onClose }: PlanDialogProps) => {
  const go = useGo();
  const onSuccess = ({ id }: Deployment) => {
    onClose();
    go(`${nodePath(organizationId, 'service', serviceId, 'deployments')}?deployment=${id}`);
  };
  const create = useMutation(orpc.deployment.create.mutationOptions({ onSuccess }));
  const rollBack = useMutation(orpc.deployment.rollback.mutationOptions({ onSuccess }));
  const [isSaving, setSaving] = useState(false);
  const saveAndCreate = async () => {
    setSaving(true);
    const isSaved = !unsaved || (await unsaved.save());
    setSaving(false);
    if (isSaved) create.mutate({ serviceId });
    // what is wrong stands beside its field
    else onClose();
  };
  return {
    start: () => (rollback ? rollBack.mutate({ deploymentId: rollback.id }) : void saveAndCreate()),
    isBusy: isSaving || create.isPending || rollBack.isPending,
    error: create.error ?? rollBack.error,
  };
};

const usePlan = ({ serviceId, rollback, unsaved }: PlanDialogProps) => {
  // what runs may have changed since the plan was last looked at
  const anew = { staleTime: 0, gcTime: 0 };
  const rollbackTo = rollback ? { rollbackTo: rollback.id } : {};
  const saved = orpc.deployment.plan.queryOptions({ input: { serviceId, ...rollbackTo }, ...anew });
  const { save: _, ...configuration } = unsaved ?? {};
  const input = { serviceId, ...(configuration as Unsaved) };
  const asked = orpc.deployment.preview.queryOptions({ input, ...anew, enabled: unsaved !== undefined });
  const [ofSaved, ofUnsaved] = [useQuery({ ...saved, enabled: !unsaved }), useQuery(asked)];
  return unsaved ? ofUnsaved : ofSaved;
};

/** Desired against running, field by field, before anything is done. */
export const PlanDialog = (props: PlanDialogProps) => {
  const { serviceId, serviceName, rollback, unsaved, onClose } = props;
  const plan = usePlan(props);
  const command = useCommandLine();
  const { reason } = usePermission(rollback ? 'deployment.rollback' : 'deployment.create');
  const { start, isBusy, error } = useStart(props);
  const { refetch } = plan;
  const lookAgain = useCallback(() => void refetch(), [refetch]);
  const isBlocked = !plan.data || plan.data.blockers.length > 0;
  const label = rollback ? `Roll back to #${rollback.number}` : 'Deploy';
  useShortcut('mod+enter', label, start, { enabled: !isBlocked && !reason && !isBusy });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="lg"
      title={rollback ? `Roll ${serviceName} back to #${rollback.number}` : `Deploy ${serviceName}`}
      description={
        rollback
          ? 'Runs exactly what that deployment ran: image, configuration and variables.'
          : unsaved
            ? 'This is what would change. Nothing is saved or done yet.'
            : 'This is what would change. Nothing is done yet.'
      }
      footer={
        <>
          {!unsaved && (
            <CopyCommand
              command={
                rollback
                  ? command('deployment.rollback', { deploymentId: rollback.id })
                  : command('deployment.create', { serviceId })
              }
            />
          )}
          {plan.data?.staleBecause && (
            <StaleBadge seenAt={plan.data.seenAt} reason={plan.data.staleBecause} />
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={rollback ? Undo2 : Rocket}
            isBusy={isBusy}
            disabledReason={reason}
            disabled={isBlocked}
            shortcut="mod+enter"
            onClick={start}
          >
            {label}
          </Button>
        </>
      }
    >
      {!rollback && !unsaved && <DriftNotice serviceId={serviceId} serviceName={serviceName} hidesChanges />}
      <Loaded query={plan} doing="Comparing with what runs">
        {(loaded) => (
          <PlanBody
            plan={loaded}
            cures={
              <PlanCures
                organizationId={props.organizationId}
                serviceId={serviceId}
                cures={loaded.cures}
                isLooking={plan.isFetching}
                onCured={lookAgain}
                onClose={onClose}
              />
            }
          />
        )}
      </Loaded>
      <InlineError error={error} />
    </Dialog>
  );
};
