import { useMutation } from '@tanstack/react-query';
import { ArrowLeft, PlugZap } from 'lucide-react';
import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { useHostRight } from '../../lib/access/host-right.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import type { CreateProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { placeServerError } from './address-errors.ts';
import { AddressFields } from './address-fields.tsx';
import { checkServerForm, emptyServer, type ServerForm } from './address-form.ts';
import { AuthFields } from './auth-fields.tsx';
import { emptyAuth, secretFields } from './auth-form.ts';
import { SetUpStep } from './set-up-step.tsx';
import { type Suggestion, SuggestionList } from './suggestion-list.tsx';
import { type ScannedKey, TrustStep } from './trust-step.tsx';

type Sent = NonNullable<ReturnType<typeof checkServerForm>>;

const useServerForm = (organizationId: string) => {
  const { allowed } = useHostRight('use-keys');
  const form = useForm<ServerForm>({
    defaultValues: allowed ? emptyServer : { ...emptyServer, auth: { ...emptyAuth, type: 'key' } },
  });
  const draft = useFormDraft(`server:${organizationId}`, form, { secrets: secretFields });
  const [chosen, setChosen] = useState<Suggestion>();
  const choose = (suggestion: Suggestion, jumpServerId: string) => {
    setChosen(suggestion);
    form.reset({
      name: suggestion.alias,
      host: suggestion.host,
      port: String(suggestion.port),
      user: suggestion.user,
      jumpServerId,
      auth: {
        ...emptyAuth,
        type: suggestion.keyPath ? 'key-file' : 'agent',
        path: suggestion.keyPath ?? '',
      },
    });
  };
  return { form, draft, chosen, choose };
};

interface AddressStepProps extends Pick<CreateProps, 'organizationId' | 'onClose'> {
  readonly form: UseFormReturn<ServerForm>;
  readonly draft: ReturnType<typeof useServerForm>['draft'];
  readonly chosen: Suggestion | undefined;
  readonly choose: (suggestion: Suggestion, jumpServerId: string) => void;
  /** What kept the server from being added, where no field is to blame. */
  readonly initialError: unknown;
  readonly onScanned: (sent: Sent, hostKey: ScannedKey) => void;
}

const AddressStep = ({
  organizationId,
  onClose,
  form,
  draft,
  chosen,
  choose,
  initialError,
  onScanned,
}: AddressStepProps) => {
  const { register, setValue, setError, clearErrors, watch, formState } = form;
  const servers = useChildren(organizationId, 'server');
  const scan = useMutation(orpc.server.scan.mutationOptions());
  const [shownError, setShownError] = useState<unknown>(initialError);
  const submit = async () => {
    clearErrors();
    setShownError(undefined);
    const values = form.getValues();
    const named = values.name.trim() === '' ? { ...values, name: values.host.trim() } : values;
    const sent = checkServerForm(named, setError);
    if (!sent) return;
    const { name: _, auth: __, ...address } = sent;
    try {
      onScanned(sent, await scan.mutateAsync({ organizationId, ...address }));
    } catch (error) {
      if (!placeServerError(error, values, setError)) setShownError(error);
    }
  };
  const missingJump = chosen?.jump && !watch('jumpServerId') ? chosen.jump : undefined;
  return (
    <FormDialog
      title="Add a server"
      description="Any Linux machine that you can reach by SSH. Nothing is installed until you say so."
      width="lg"
      submitLabel="Continue"
      isBusy={scan.isPending}
      error={shownError}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <SuggestionList
        organizationId={organizationId}
        chosen={chosen?.alias}
        onChoose={(suggestion) =>
          choose(suggestion, servers.find(({ name }) => name === suggestion.jump)?.id ?? '')
        }
      />
      {missingJump && (
        <Notice tone="info">
          ~/.ssh/config reaches {chosen?.alias} through {missingJump}. Add {missingJump} first and choose it
          below, unless this machine reaches it directly.
        </Notice>
      )}
      <AddressFields
        organizationId={organizationId}
        register={register}
        errors={formState.errors}
        autoFocus
      />
      <TextField
        label="Name"
        placeholder={watch('host').trim() || 'web-1'}
        hint="How it is called in Quayside; the host where empty."
        error={formState.errors.name?.message}
        {...register('name')}
      />
      <AuthFields
        organizationId={organizationId}
        type={watch('auth.type')}
        onType={(type) => setValue('auth.type', type)}
        register={register}
        errors={formState.errors.auth}
      />
    </FormDialog>
  );
};

/** Without a set-up, which can be had later. */
const connectOnly = 'Trust and connect';

interface KeyStepProps extends Pick<CreateProps, 'organizationId' | 'onClose'> {
  /** `isToSetUp` where it was asked for in the same breath. */
  readonly onCreated: (id: string, isToSetUp: boolean) => void;
  readonly sent: Sent;
  readonly hostKey: ScannedKey;
  readonly onBack: (error?: unknown) => void;
}

const KeyStep = ({ organizationId, sent, hostKey, onBack, onClose, onCreated }: KeyStepProps) => {
  const [isSure, setSure] = useState(false);
  const create = useMutation(orpc.server.create.mutationOptions());
  const { allowed: maySetUp } = usePermission('server.update', organizationId);
  const connect = (isToSetUp: boolean) => {
    create.mutate(
      { organizationId, ...sent, fingerprint: hostKey.fingerprint },
      { onSuccess: ({ id }) => onCreated(id, isToSetUp), onError: onBack },
    );
  };
  const isBlocked = hostKey.known === 'revoked' || (hostKey.known === 'changed' && !isSure);
  return (
    <FormDialog
      title={`Is this ${sent.name}?`}
      description={
        maySetUp
          ? 'Quayside pins this key, and sets the server up for deployments: Docker where it is missing, and a Swarm. What runs there already stays as it is.'
          : 'Quayside pins this key: a server that shows another one later gets nothing from us.'
      }
      width="lg"
      submitLabel={create.isPending ? 'Connecting' : maySetUp ? 'Trust and set up' : connectOnly}
      isBusy={create.isPending}
      isSubmitDisabled={isBlocked}
      onSubmit={() => connect(maySetUp)}
      onClose={onClose}
    >
      <TrustStep address={`${sent.host}:${sent.port}`} hostKey={hostKey} isSure={isSure} onSure={setSure} />
      <div>
        <Button variant="ghost" size="sm" icon={ArrowLeft} onClick={() => onBack()}>
          Change the address
        </Button>
        {maySetUp && (
          <Button
            variant="ghost"
            size="sm"
            icon={PlugZap}
            disabled={isBlocked || create.isPending}
            onClick={() => connect(false)}
          >
            {connectOnly}
          </Button>
        )}
      </div>
    </FormDialog>
  );
};

/** From an address to a server that is ready: where it is, whether its key is the right one, and the set-up. */
export const AddServerDialog = ({ organizationId, onClose, onCreated }: CreateProps) => {
  const { form, draft, chosen, choose } = useServerForm(organizationId);
  const [scanned, setScanned] = useState<{ sent: Sent; hostKey: ScannedKey }>();
  const [added, setAdded] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const back = (error?: unknown) => {
    setScanned(undefined);
    setFailure(
      error !== undefined && placeServerError(error, form.getValues(), form.setError) ? undefined : error,
    );
  };
  if (scanned && added !== undefined)
    return (
      <SetUpStep
        serverId={added}
        name={scanned.sent.name}
        onReady={() => onCreated(added, 'ready')}
        onLeave={() => onCreated(added)}
      />
    );
  if (scanned)
    return (
      <KeyStep
        organizationId={organizationId}
        sent={scanned.sent}
        hostKey={scanned.hostKey}
        onBack={back}
        onClose={onClose}
        onCreated={(id, isToSetUp) => {
          draft.drop();
          if (isToSetUp) setAdded(id);
          else onCreated(id);
        }}
      />
    );
  return (
    <AddressStep
      organizationId={organizationId}
      onClose={onClose}
      form={form}
      draft={draft}
      chosen={chosen}
      choose={choose}
      initialError={failure}
      onScanned={(sent, hostKey) => setScanned({ sent, hostKey })}
    />
  );
};
