import { useMutation, useQuery } from '@tanstack/react-query';
import { Rocket, Undo2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Deployment } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { NeededPart } from '../../../lib/access/needed-part.tsx';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath, useGo } from '../../../lib/navigation.ts';
import { useShortcut } from '../../../lib/shortcuts.ts';
import { StaleBadge } from '../../../lib/stale-badge.tsx';
import { useCommandLine } from '../../../lib/use-command-line.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { showToast } from '../../../state/toast.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyCommand } from '../../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../../ui/dialog/dialog.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { PlanBody } from './plan-body.tsx';
import { PlanCures } from './plan-cures.tsx';

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

const useStart = ({ organizationId, serviceId, rollback, unsaved, onClose }: PlanDialogProps) => {
  const go = useGo();
  const mayRead = usePermission('deployment.read', serviceId).allowed;
  const onSuccess = ({ id, number }: Deployment) => {
    onClose();
    if (mayRead) go(`${nodePath(organizationId, 'service', serviceId, 'deployments')}?deployment=${id}`);
    else showToast({ tone: 'neutral', title: `Deployment #${number} was asked for` });
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
  const { allowed } = usePermission('deployment.read', serviceId);
  const [ofSaved, ofUnsaved] = [useQuery({ ...saved, enabled: !unsaved && allowed }), useQuery(asked)];
  return unsaved ? ofUnsaved : ofSaved;
};

const descriptionOf = ({ rollback, unsaved }: PlanDialogProps, isHidden: boolean): string => {
  if (rollback) return 'Runs exactly what that deployment ran: image, configuration and variables.';
  if (isHidden) return 'Runs what is configured now.';
  return `This is what would change. Nothing is ${unsaved ? 'saved or done' : 'done'} yet.`;
};

/** Desired against running, field by field, before anything is done. */
export const PlanDialog = (props: PlanDialogProps) => {
  const { serviceId, serviceName, rollback, unsaved, onClose } = props;
  const plan = usePlan(props);
  const command = useCommandLine();
  const { reason } = usePermission(rollback ? 'deployment.rollback' : 'deployment.create', serviceId);
  const isHidden = !usePermission('deployment.read', serviceId).allowed && !unsaved;
  const { start, isBusy, error } = useStart(props);
  const { refetch } = plan;
  const lookAgain = useCallback(() => void refetch(), [refetch]);
  const isBlocked = isHidden ? false : !plan.data || plan.data.blockers.length > 0;
  const label = rollback ? `Roll back to #${rollback.number}` : 'Deploy';
  useShortcut('mod+enter', label, start, { enabled: !isBlocked && !reason && !isBusy });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      error={error}
      width="lg"
      title={rollback ? `Roll ${serviceName} back to #${rollback.number}` : `Deploy ${serviceName}`}
      description={descriptionOf(props, isHidden)}
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
      {isHidden ? (
        <NeededPart title="What would change" permission="deployment.read" nodeId={serviceId}>
          {null}
        </NeededPart>
      ) : (
        <>
          {!rollback && !unsaved && (
            <DriftNotice serviceId={serviceId} serviceName={serviceName} hidesChanges />
          )}
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
        </>
      )}
    </Dialog>
  );
};
