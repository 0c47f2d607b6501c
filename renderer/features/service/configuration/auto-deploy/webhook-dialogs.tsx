import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewWebhook } from '#shared/contract/auto-deploy.ts';
import { type GitProviderType, gitProviderTypes, gitProviderWords } from '#shared/model/git-provider.ts';
import { orpc } from '../../../../lib/host/rpc.ts';
import { Button } from '../../../../ui/button.tsx';
import { CodeBlock } from '../../../../ui/code-text.tsx';
import { Dialog } from '../../../../ui/dialog/dialog.tsx';
import { FormDialog } from '../../../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../../../ui/form/select-field.tsx';
import { Notice } from '../../../../ui/notice.tsx';

interface MakeWebhookProps {
  readonly serviceId: string;
  readonly onMade: (made: NewWebhook) => void;
  readonly onClose: () => void;
}

const choices = [
  { value: '', label: 'As its address says' },
  ...gitProviderTypes.map((value) => ({ value, label: gitProviderWords[value].label })),
];

/** Asks who will sign; what nobody says is told by the address of the repository. */
export function MakeWebhook({ serviceId, onMade, onClose }: MakeWebhookProps) {
  const [type, setType] = useState<GitProviderType | ''>('');
  const create = useMutation(orpc.autoDeploy.createWebhook.mutationOptions({ onSuccess: onMade }));
  return (
    <FormDialog
      title="Make a webhook"
      description="An address of this host for the repository, with a secret by which it signs what it sends."
      submitLabel="Make the webhook"
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ serviceId, ...(type === '' ? {} : { type }) })}
      onClose={onClose}
    >
      <SelectField
        label="Where the repository is"
        value={type}
        options={choices}
        onChange={(event) => setType(event.target.value as GitProviderType | '')}
      />
    </FormDialog>
  );
}

interface WebhookSecretProps {
  readonly made: NewWebhook;
  readonly onClose: () => void;
}

/** The one time that the secret of a webhook is shown, with where it goes. */
export function WebhookSecret({ made: { webhook, secret }, onClose }: WebhookSecretProps) {
  const { label } = gitProviderWords[webhook.type];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="lg"
      title="The webhook and its secret"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="warning" title="Copy the secret now: it is never shown again">
          {`Add a webhook to the repository at ${label}, for pushes alone, with both of these.`}
        </Notice>
        <CodeBlock label="the address" text={webhook.url ?? webhook.path} />
        <CodeBlock label="the secret" text={secret} />
      </div>
    </Dialog>
  );
}
