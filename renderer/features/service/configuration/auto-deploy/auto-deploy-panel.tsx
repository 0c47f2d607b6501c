import { useMutation, useQuery } from '@tanstack/react-query';
import type { AutoDeploy } from '#shared/contract/auto-deploy.ts';
import { age } from '../../../../lib/format.ts';
import { orpc } from '../../../../lib/host/rpc.ts';
import { useNow } from '../../../../lib/use-now.ts';
import { usePermission } from '../../../../lib/use-permission.ts';
import { Switch } from '../../../../ui/form/switch.tsx';
import { InlineError } from '../../../../ui/inline-error.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { AutoDeployRules } from './auto-deploy-rules.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

/** Whether a service is deployed when its branch moves; takes effect at once, for what is saved. */
export function AutoDeployPanel({ serviceId }: { readonly serviceId: string }) {
  const { reason } = usePermission('deployment.create');
  const query = useQuery(orpc.autoDeploy.get.queryOptions({ input: { serviceId } }));
  const set = useMutation(orpc.autoDeploy.set.mutationOptions());
  const state = query.data;
  if (!state) return null;
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label="Deploy when the branch moves"
        hint={state.isOn ? <Standing state={state} /> : 'Looked at each minute, for what is saved here.'}
        isChecked={state.isOn}
        disabledReason={reason}
        onChange={(isOn) => set.mutate({ serviceId, isOn })}
      />
      <InlineError error={set.error} />
      {state.problem && <Notice tone="warning">{state.problem}</Notice>}
      <AutoDeployRules key={String(state.isOn)} state={state} />
      {(state.webhook !== null || (state.isOn && state.takesWebhooks)) && <WebhookPanel state={state} />}
    </div>
  );
}

function Standing({ state: { inNameOf, seenCommit, checkedAt } }: { readonly state: AutoDeploy }) {
  const now = useNow(10_000);
  const seen = seenCommit ? `Last seen: ${seenCommit.slice(0, 7)}` : 'Not seen yet';
  const at = checkedAt ? `, looked at ${age(checkedAt, now)}` : '';
  return <>{`In the name of ${inNameOf}. ${seen}${at}.`}</>;
}
