import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { type ApiKey, ApiKeyChanges } from '#shared/contract/api-key.ts';
import { permissionGroups } from '../../lib/access/permission-words.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues, fieldIssues } from '../../lib/errors.ts';
import { formatInstant } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PropertyList } from '../../ui/property-list.tsx';
import { checkedBy, emptyKey, type KeyForm, keyFields, limitsOf } from './key-form.ts';
import { limitWords, mayWords, stateReason, whereWords } from './key-words.ts';
import { LimitFields } from './limit-fields.tsx';

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

const formOf = ({ name, rateLimit, requestCap }: ApiKey): KeyForm => ({
  ...emptyKey,
  name,
  rateLimit: {
    count: textOf(rateLimit?.count),
    windowSeconds: textOf(rateLimit?.windowSeconds ?? 60),
  },
  requestCap: {
    cap: textOf(requestCap?.cap),
    refillAmount: textOf(requestCap?.refillAmount),
    refillEverySeconds: textOf(requestCap?.refillEverySeconds),
  },
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was changed: a limit that stays is not sent, since sending it would begin it anew. */
const changesOf = (form: KeyForm, key: ApiKey) => {
  const before = formOf(key);
  const { rateLimit = null, requestCap = null } = limitsOf(form);
  return {
    ...(form.name === before.name ? {} : { name: form.name }),
    ...(isSame(form.rateLimit, before.rateLimit) ? {} : { rateLimit }),
    ...(isSame(form.requestCap, before.requestCap) ? {} : { requestCap }),
  };
};

const useChanges = (key: ApiKey, onDone: () => void) => {
  const form = useForm<KeyForm>({ defaultValues: formOf(key) });
  const draft = useFormDraft(`api-key:${key.id}`, form);
  const send = useMutation({
    mutationFn: (changes: ApiKeyChanges) => rpc.apiKey.update({ apiKeyId: key.id, ...changes }),
    onSuccess: () => {
      draft.drop();
      onDone();
    },
    onError: (error) => applyIssues(error, keyFields, form.setError),
  });
  const submit = (): void => {
    form.clearErrors();
    const checked = checkedBy(ApiKeyChanges, changesOf(form.getValues(), key));
    if ('input' in checked) send.mutate(checked.input);
    else
      for (const { path, message } of checked.issues) {
        form.setError(keyFields.find((each) => each === path) ?? 'requestCap.refillEverySeconds', {
          message,
        });
      }
  };
  return {
    form,
    draftNotice: draft.notice,
    submit,
    isBusy: send.isPending,
    error: fieldIssues(send.error).length > 0 ? undefined : send.error,
  };
};

const Facts = ({ apiKey }: { readonly apiKey: ApiKey }) => (
  <PropertyList
    items={[
      { label: 'Holder', value: apiKey.holder },
      {
        label: 'May',
        value: apiKey.permissions
          ? permissionGroups(apiKey.permissions).map(({ kind, text }) => <p key={kind}>{text}</p>)
          : mayWords(apiKey),
      },
      { label: 'Where', value: whereWords(apiKey) },
      { label: 'Limits', value: limitWords(apiKey) },
      { label: 'Created', value: formatInstant(apiKey.createdAt) },
      { label: 'Expires', value: apiKey.expiresAt ? formatInstant(apiKey.expiresAt) : 'never' },
      {
        label: 'Last used',
        value: apiKey.usedAt ? `${formatInstant(apiKey.usedAt)} from ${apiKey.usedFrom || 'here'}` : 'never',
      },
    ]}
  />
);

interface KeyDetailDialogProps {
  readonly apiKey: ApiKey;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}

/** All about one key, with its name and limits to be changed. */
export const KeyDetailDialog = ({ apiKey, onRevoke, onClose }: KeyDetailDialogProps) => {
  const { form, draftNotice, submit, isBusy, error } = useChanges(apiKey, onClose);
  const reason = stateReason(apiKey);
  return (
    <FormDialog
      title={`${apiKey.isToken ? 'Token' : 'Key'} …${apiKey.hint}`}
      width="lg"
      submitLabel="Save"
      isBusy={isBusy}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      {reason && <Notice tone="warning">{reason}</Notice>}
      <DraftNotice {...draftNotice} />
      <Facts apiKey={apiKey} />
      <TextField label="Name" error={form.formState.errors.name?.message} {...form.register('name')} />
      <LimitFields register={form.register} errors={form.formState.errors} />
      <div>
        <Button icon={Trash2} onClick={onRevoke}>
          Revoke …
        </Button>
      </div>
    </FormDialog>
  );
};
