import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Service } from '#shared/contract/service.ts';
import { fieldIssues } from '../../../lib/errors.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-text.tsx';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.tsx';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextArea } from '../../../ui/form/text-field.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { DeployKeyAtProvider } from './deploy-key-at-provider.tsx';

const OwnKeyDialog = ({
  serviceId,
  onClose,
}: {
  readonly serviceId: string;
  readonly onClose: () => void;
}) => {
  const [privateKey, setPrivateKey] = useState('');
  const store = useMutation(orpc.service.setDeployKey.mutationOptions());
  const issue = fieldIssues(store.error)[0]?.message;
  return (
    <FormDialog
      title="Use a key of yours"
      description="Kept sealed; only its public half is ever shown."
      submitLabel="Store the key"
      isBusy={store.isPending}
      error={issue ? undefined : store.error}
      isSubmitDisabled={privateKey.trim() === ''}
      onSubmit={() =>
        store.mutate({ serviceId, privateKey: `${privateKey.trim()}\n` }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextArea
        label="Private key, without a passphrase"
        isMono
        rows={6}
        value={privateKey}
        error={issue}
        onChange={(event) => setPrivateKey(event.target.value)}
      />
    </FormDialog>
  );
};

const SharedKeyDialog = ({
  service,
  onClose,
}: {
  readonly service: Service;
  readonly onClose: () => void;
}) => {
  const { organizationId } = service;
  const keys = useQuery(orpc.sshKey.list.queryOptions({ input: { organizationId } }));
  const [chosen, choose] = useState(service.deployKeyId ?? '');
  const share = useMutation(orpc.service.setDeployKey.mutationOptions());
  return (
    <FormDialog
      title="Use an SSH key of the organization"
      description="It fetches by that key, and by its new half once the key is rotated. A key of its own is forgotten."
      submitLabel="Use this key"
      isBusy={share.isPending}
      isSubmitDisabled={chosen === ''}
      error={keys.error ?? share.error}
      onSubmit={() => share.mutate({ serviceId: service.id, sshKeyId: chosen }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <SelectField
        label="SSH key"
        value={chosen}
        onChange={(event) => choose(event.target.value)}
        options={[
          {
            value: '',
            label: keys.data?.length === 0 ? 'None yet: add one under Connections' : 'Choose one',
          },
          ...(keys.data ?? []).map(({ id, name, type }) => ({ value: id, label: `${name} (${type})` })),
        ]}
      />
    </FormDialog>
  );
};

/** The key that a private repository has to know. */
export const DeployKey = ({ service, url }: { readonly service: Service; readonly url: string }) => {
  const [dialog, setDialog] = useState<'own' | 'shared' | 'replace'>();
  const { reason } = usePermission('service.update');
  const { reason: keysReason } = usePermission('sshKey.read', service.organizationId);
  const generate = useMutation(orpc.service.setDeployKey.mutationOptions());
  const run = () => generate.mutate({ serviceId: service.id }, { onSuccess: () => setDialog(undefined) });
  return (
    <div className="flex flex-col gap-2">
      {service.deployKey ? (
        <>
          <p className="text-secondary">
            Add this as a read-only deploy key to the repository, where it is private and the address is an
            SSH one.
          </p>
          <CodeBlock text={service.deployKey} label="the deploy key" />
        </>
      ) : (
        <p className="text-secondary">
          A private repository over SSH needs a key. Make one here and add its public half to the repository.
        </p>
      )}
      <div className="flex gap-2">
        <Button
          icon={KeyRound}
          isBusy={generate.isPending}
          disabledReason={reason}
          onClick={service.deployKey ? () => setDialog('replace') : run}
        >
          {service.deployKey ? 'Make a new one …' : 'Make a deploy key'}
        </Button>
        <Button variant="ghost" disabledReason={reason} onClick={() => setDialog('own')}>
          Use a key of yours …
        </Button>
        <Button variant="ghost" disabledReason={reason ?? keysReason} onClick={() => setDialog('shared')}>
          Use an SSH key …
        </Button>
      </div>
      <DeployKeyAtProvider service={service} url={url} />
      <InlineError error={generate.error} />
      {dialog === 'own' && <OwnKeyDialog serviceId={service.id} onClose={() => setDialog(undefined)} />}
      {dialog === 'shared' && <SharedKeyDialog service={service} onClose={() => setDialog(undefined)} />}
      {dialog === 'replace' && (
        <ConfirmDialog
          title="Make a new deploy key"
          confirmLabel="Make a new key"
          isDanger
          isBusy={generate.isPending}
          error={generate.error}
          onConfirm={run}
          onClose={() => setDialog(undefined)}
        >
          <p>
            {service.deployKeyId
              ? 'It fetches by an SSH key of the organization, which stays. Deployments fail until the repository knows the new one.'
              : 'The present key is lost. Deployments fail until the repository knows the new one.'}
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
};
