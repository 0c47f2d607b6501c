import { useMutation } from '@tanstack/react-query';
import { KeyRound, Send, Trash2, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import type { AutoDeploy, NewWebhook, Webhook } from '#shared/contract/auto-deploy.ts';
import { gitProviderWords } from '#shared/model/git-provider.ts';
import { orpc } from '../../../../lib/host/rpc.ts';
import { usePermission } from '../../../../lib/use-permission.ts';
import { Button } from '../../../../ui/button.tsx';
import { CodeText } from '../../../../ui/code-text.tsx';
import { ConfirmDialog } from '../../../../ui/dialog/confirm-dialog.tsx';
import { InlineError } from '../../../../ui/inline-error.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { InstallWebhook } from './install-webhook.tsx';
import { WebhookDeliveries } from './webhook-deliveries.tsx';
import { MakeWebhook, WebhookSecret } from './webhook-dialogs.tsx';

/** The webhook of a service that is deployed by itself: its address, what came in by it, and its secret once. */
export function WebhookPanel({ state: { serviceId, webhook } }: { readonly state: AutoDeploy }) {
  const { reason } = usePermission('deployment.create');
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const isToldOnce = (told: NewWebhook): void => {
    setMaking(false);
    setMade(told);
  };
  return (
    <section aria-label="Webhook" className="flex flex-col gap-2 rounded border border-line p-3">
      <h3 className="font-semibold">Webhook</h3>
      {webhook ? (
        <Existing serviceId={serviceId} webhook={webhook} onSecret={setMade} />
      ) : (
        <>
          <p className="text-secondary">
            With a webhook the branch is looked at right after a push, and not only each minute.
          </p>
          <div className="flex flex-wrap gap-2">
            <InstallWebhook serviceId={serviceId} />
            <Button icon={WebhookIcon} disabledReason={reason} onClick={() => setMaking(true)}>
              Make a webhook …
            </Button>
          </div>
        </>
      )}
      {isMaking && <MakeWebhook serviceId={serviceId} onMade={isToldOnce} onClose={() => setMaking(false)} />}
      {made && <WebhookSecret made={made} onClose={() => setMade(null)} />}
    </section>
  );
}

interface ExistingProps {
  readonly serviceId: string;
  readonly webhook: Webhook;
  readonly onSecret: (made: NewWebhook) => void;
}

function Existing({ serviceId, webhook, onSecret }: ExistingProps) {
  const { reason } = usePermission('deployment.create');
  const [asks, setAsks] = useState<'rotate' | 'delete' | null>(null);
  const test = useMutation(orpc.autoDeploy.testWebhook.mutationOptions());
  const rotate = useMutation(
    orpc.autoDeploy.rotateWebhook.mutationOptions({
      onSuccess: (made) => {
        setAsks(null);
        onSecret(made);
      },
    }),
  );
  const remove = useMutation(
    orpc.autoDeploy.deleteWebhook.mutationOptions({ onSuccess: () => setAsks(null) }),
  );
  const noAddress = webhook.url === null ? 'This host was not told its public address.' : undefined;
  return (
    <>
      <p className="min-w-0">
        {`${gitProviderWords[webhook.type].label} tells of pushes at `}
        <CodeText canCopy>{webhook.url ?? webhook.path}</CodeText>
        {webhook.madeBy && `, made at ${webhook.madeBy.repository} by ${webhook.madeBy.name}`}
      </p>
      {webhook.url === null && (
        <Notice tone="info">
          This host was not told its public address: start it with <code>--hooks-at URL</code>, and have what
          stands there pass <code>/hooks/</code> on to it.
        </Notice>
      )}
      <WebhookDeliveries webhook={webhook} />
      <div className="flex flex-wrap gap-2">
        <Button
          icon={Send}
          isBusy={test.isPending}
          disabledReason={reason ?? noAddress}
          onClick={() => test.mutate({ serviceId })}
        >
          Try it
        </Button>
        <Button icon={KeyRound} disabledReason={reason} onClick={() => setAsks('rotate')}>
          Another secret …
        </Button>
        <Button icon={Trash2} disabledReason={reason} onClick={() => setAsks('delete')}>
          Delete the webhook …
        </Button>
      </div>
      {test.data && <Notice tone="success">{`It came through, after ${test.data.tookMs} ms.`}</Notice>}
      <InlineError error={test.error} />
      {asks === 'rotate' && (
        <ConfirmDialog
          title="Give the webhook another secret?"
          confirmLabel="Give it another secret"
          isBusy={rotate.isPending}
          error={rotate.error}
          onConfirm={() => rotate.mutate({ serviceId })}
          onClose={() => setAsks(null)}
        >
          {webhook.madeBy
            ? `What the old one signs is refused. ${webhook.madeBy.name} gets the new one, which is shown once.`
            : 'What the old one signs is refused until the repository has the new one, which is shown once.'}
        </ConfirmDialog>
      )}
      {asks === 'delete' && (
        <ConfirmDialog
          title="Delete the webhook?"
          confirmLabel="Delete the webhook"
          isBusy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ serviceId })}
          onClose={() => setAsks(null)}
        >
          {
            'What is sent to its address is refused from then on, and the branch is looked at each minute alone. '
          }
          {webhook.madeBy
            ? `It is taken out of ${webhook.madeBy.repository}, too.`
            : 'Take it out of the repository, too.'}
        </ConfirmDialog>
      )}
    </>
  );
}
