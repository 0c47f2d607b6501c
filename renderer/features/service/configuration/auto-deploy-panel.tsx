import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import type { AutoDeploy, AutoDeployPreview } from '#shared/contract/auto-deploy.ts';
import { age } from '../../../lib/format.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { Switch } from '../../../ui/form/switch.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** Whether a service is deployed when its branch moves; takes effect at once, for what is saved. */
export function AutoDeployPanel({ serviceId }: { readonly serviceId: string }) {
  const { reason } = usePermission('deployment.create');
  const query = useQuery(orpc.autoDeploy.get.queryOptions({ input: { serviceId } }));
  const set = useMutation(orpc.autoDeploy.set.mutationOptions());
  const look = useMutation(orpc.autoDeploy.preview.mutationOptions());
  const state = query.data;
  if (!state) return null;
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label="Deploy when the branch moves"
        hint={state.isOn ? <Standing state={state} /> : hintOff(state)}
        isChecked={state.isOn}
        disabledReason={reason}
        onChange={(isOn) => set.mutate({ serviceId, isOn })}
      />
      {state.problem && <Notice tone="warning">{state.problem}</Notice>}
      <div>
        <Button
          variant="ghost"
          icon={Eye}
          isBusy={look.isPending}
          disabledReason={reason}
          onClick={() => look.mutate({ serviceId })}
        >
          Look at the branch now
        </Button>
      </div>
      {look.data && <Preview seen={look.data} />}
      <InlineError error={set.error ?? look.error} />
    </div>
  );
}

function hintOff({ skipWords }: AutoDeploy): string {
  return `Looked at each minute, for what is saved here. A commit is left out that says ${skipWords.join(', ')}.`;
}

function Standing({ state: { inNameOf, seenCommit, checkedAt } }: { readonly state: AutoDeploy }) {
  const now = useNow(10_000);
  const seen = seenCommit ? `Last seen: ${seenCommit.slice(0, 7)}` : 'Not seen yet';
  const at = checkedAt ? `, looked at ${age(checkedAt, now)}` : '';
  return <>{`In the name of ${inNameOf}. ${seen}${at}.`}</>;
}

function Preview({ seen }: { readonly seen: AutoDeployPreview }) {
  const { commit, message, deployedCommit, wouldDeploy, because } = seen;
  return (
    <Notice tone={wouldDeploy ? 'success' : 'info'}>
      {`${wouldDeploy ? 'It would be deployed' : 'It would not be deployed'}: ${because}.`}
      {message !== null && ` The commit says “${message}”.`}
      {commit !== null && deployedCommit === commit && ' That commit runs already.'}
    </Notice>
  );
}
