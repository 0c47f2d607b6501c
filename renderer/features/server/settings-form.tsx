import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Server } from '#shared/contract/server.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-text.tsx';
import { FormRow } from '../../ui/form/form-row.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { placeServerError } from './address-errors.ts';
import { AddressFields } from './address-fields.tsx';
import { checkServerForm, type ServerForm } from './address-form.ts';
import { AuthFields } from './auth-fields.tsx';
import { emptyAuth, secretFields } from './auth-form.ts';

const fromServer = (server: Server): ServerForm => ({
  name: server.name,
  host: server.host,
  port: String(server.port),
  user: server.user,
  jumpServerId: server.jumpServerId ?? '',
  auth: { ...emptyAuth, type: server.authType, path: server.keyPath ?? '', sshKeyId: server.sshKeyId ?? '' },
});

/** A stored key and its passphrase are never shown, so leaving them empty leaves them as they are. */
const isAuthUntouched = (server: Server, { auth }: ServerForm): boolean =>
  auth.type === server.authType &&
  auth.path.trim() === (server.keyPath ?? '') &&
  auth.sshKeyId === (server.sshKeyId ?? '') &&
  !auth.privateKey.trim() &&
  !auth.passphrase &&
  !auth.password &&
  !auth.socket.trim();

const withoutAuth = (form: ServerForm): ServerForm => ({ ...form, auth: { ...form.auth, type: 'agent' } });

/** Name, address and way to sign in of a server. */
export const SettingsForm = ({ server }: { readonly server: Server }) => {
  const { reason } = usePermission('server.update');
  const [failure, setFailure] = useState<unknown>();
  const update = useMutation(orpc.server.update.mutationOptions());
  const form = useForm<ServerForm>({ defaultValues: fromServer(server) });
  const draft = useFormDraft(`server:${server.id}`, form, { secrets: secretFields });
  const { register, setError, clearErrors, setValue, watch, formState, getValues } = form;
  const save = async () => {
    clearErrors();
    setFailure(undefined);
    const values = getValues();
    const keepsAuth = isAuthUntouched(server, values);
    const sent = checkServerForm(keepsAuth ? withoutAuth(values) : values, setError);
    if (!sent) return;
    const { auth, jumpServerId = null, ...rest } = sent;
    try {
      const saved = await update.mutateAsync({
        serverId: server.id,
        ...rest,
        jumpServerId,
        ...(keepsAuth ? {} : { auth }),
      });
      form.reset(fromServer(saved));
      draft.drop();
    } catch (error) {
      if (!placeServerError(error, values, setError)) setFailure(error);
    }
  };
  return (
    <Panel title="Name and address">
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <DraftNotice {...draft.notice} />
        <TextField label="Name" error={formState.errors.name?.message} {...register('name')} />
        <AddressFields
          organizationId={server.organizationId}
          serverId={server.id}
          register={register}
          errors={formState.errors}
        />
        <AuthFields
          organizationId={server.organizationId}
          type={watch('auth.type')}
          onType={(type) => setValue('auth.type', type, { shouldDirty: true })}
          register={register}
          errors={formState.errors.auth}
        />
        {server.publicKey && (
          <FormRow label="Public key in use">
            <CodeBlock text={server.publicKey} label="the public key in use" />
          </FormRow>
        )}
        <InlineError error={failure} />
        <div className="flex items-center gap-3">
          <Button
            type="submit"
            variant="primary"
            isBusy={update.isPending}
            disabledReason={reason}
            disabled={!formState.isDirty}
          >
            Save
          </Button>
          <span role="status" className="text-muted">
            {update.isSuccess && !formState.isDirty ? 'Saved, and connected with it.' : ''}
          </span>
        </div>
      </form>
    </Panel>
  );
};
