import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MovePlan } from '#shared/contract/move.ts';
import type { MoveDialogProps } from '../../lib/feature.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { indexOf, useChildren, useTree } from '../../lib/tree/use-tree.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { showToast } from '../../state/toast.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { moveInput, stayOptions } from './move-input.ts';
import { useService } from './use-service.ts';

const none: readonly never[] = [];

const useMove = ({ organizationId, node, onClose }: MoveDialogProps) => {
  const go = useGo();
  const mayRead = usePermission('deployment.read', node.id).allowed;
  return useMutation(
    orpc.service.move.mutationOptions({
      onSuccess: ({ deployment }) => {
        onClose();
        if (!deployment) showToast({ tone: 'neutral', title: `${node.name} is at its new place` });
        else if (mayRead)
          go(`${nodePath(organizationId, 'service', node.id, 'deployments')}?deployment=${deployment.id}`);
        else showToast({ tone: 'neutral', title: `${node.name} is being moved` });
      },
    }),
  );
};

/** Where a service is to go, and what that would do, before anything is done. */
export const MoveServiceDialog = (props: MoveDialogProps) => {
  const { organizationId, node, parentId, onClose } = props;
  const { data: tree = none } = useTree(organizationId);
  const { byId } = indexOf(tree);
  const { data: service } = useService(node.id);
  const servers = useChildren(organizationId, 'server');
  const [environmentId, setEnvironmentId] = useState(parentId ?? node.parentId ?? '');
  const [chosenServer, setServer] = useState<string>();
  const input = moveInput({ serviceId: node.id, environmentId, chosenServer, service });
  const isSame = environmentId === node.parentId && input.serverId === undefined;
  const plan = useQuery(
    orpc.service.planMove.queryOptions({
      input,
      staleTime: 0,
      gcTime: 0,
      enabled: service !== undefined && !isSame,
    }),
  );
  const move = useMove(props);
  const command = useCommandLine();
  const environments = tree
    .filter(({ kind }) => kind === byId.get(node.parentId ?? '')?.kind)
    .map(({ id, name, parentId: projectId }) => ({
      value: id,
      label: `${byId.get(projectId ?? '')?.name ?? ''} / ${name}`,
    }));
  const isBlocked = isSame || !plan.data || plan.data.blockers.length > 0;
  return (
    <FormDialog
      title={`Move ${node.name}`}
      description="Nothing is done before you have seen what would happen."
      width="lg"
      submitLabel="Move"
      isBusy={move.isPending}
      isSubmitDisabled={isBlocked}
      error={move.error}
      command={isSame ? undefined : command('service.move', input)}
      onSubmit={() => move.mutate(input)}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="To environment"
          autoFocus
          value={environmentId}
          onChange={(event) => setEnvironmentId(event.target.value)}
          options={environments}
        />
        <SelectField
          label="On server"
          value={chosenServer ?? service?.serverId ?? ''}
          onChange={(event) => setServer(event.target.value)}
          options={[
            ...stayOptions(service?.serverId ?? null, servers),
            ...servers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      {isSame ? (
        <p className="text-secondary">
          It is there now. Choose another environment, another server, or both.
        </p>
      ) : (
        <Loaded query={plan} doing="Asking the server">
          {(loaded) => <MovePlanBody plan={loaded} />}
        </Loaded>
      )}
    </FormDialog>
  );
};

/** What stands in the way, what differs there, and what will be done. */
function MovePlanBody({ plan }: { readonly plan: MovePlan }) {
  return (
    <div className="flex flex-col gap-3">
      {plan.blockers.map((blocker) => (
        <Notice key={blocker} tone="danger" title="It cannot be moved there">
          {blocker}
        </Notice>
      ))}
      {plan.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <section aria-label="What differs there">
        <h3 className="mb-1 font-medium text-secondary text-sm">What differs there</h3>
        <ul className="list-disc pl-5">
          {differencesOf(plan).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      {plan.steps.length > 0 && (
        <section aria-label="What will be done" className="border-line border-t pt-3">
          <h3 className="mb-1 font-medium text-secondary text-sm">What will be done</h3>
          <ol className="list-decimal pl-5">
            {plan.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

const leads = {
  here: 'still leads to the old server',
  elsewhere: 'leads somewhere else',
  nowhere: 'leads nowhere yet',
  there: 'leads to the new server already',
};

function differencesOf({ from, to, variables, domains }: MovePlan): string[] {
  const { gained, lost, changed, hasOthers } = variables;
  const listed = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${what}: ${names.join(', ')}.`;
  return [
    from.environment === to.environment
      ? ''
      : `Environment ${to.environment} instead of ${from.environment}.`,
    from.serverId === to.serverId
      ? ''
      : `Server ${to.server ?? 'that you may not see'} instead of ${from.server ?? 'none'}.`,
    from.network === to.network ? '' : `Network ${to.network}, where the others reach it as ${to.alias}.`,
    listed('Variables gained', gained),
    listed('Variables lost', lost),
    listed('Variables with another value', changed),
    hasOthers ? 'Other variables differ, which you may not read.' : '',
    ...domains.map(
      ({ host, leadsTo, record }) =>
        `${host} ${leads[leadsTo]}${record ? `: create the record ${record.type} ${record.name} ${record.value}` : ''}.`,
    ),
  ].filter(Boolean);
}
