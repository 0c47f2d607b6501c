import { Infinity as Everything, Globe, KeyRound, ListChecks, MapPin, Timer } from 'lucide-react';
import type { NewApiKey } from '#shared/contract/api-key.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useOrganization } from '../../lib/session/use-session.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { LimitFields } from './limit-fields.tsx';
import { PermissionPicker } from './permission-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { useKeyForm } from './use-key-form.ts';

const lifetimes = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never' },
];
const kinds = [
  { value: 'key', label: 'Key', hint: 'For a script or a machine, days to years', icon: KeyRound },
  { value: 'token', label: 'Token', hint: 'For one CI job or webhook, minutes', icon: Timer },
] as const;
const mays = [
  { value: 'some', label: 'Only some of it', hint: 'The safer choice', icon: ListChecks },
  { value: 'all', label: 'All that you may', hint: 'And no more, also later', icon: Everything },
] as const;
const wheres = [
  { value: 'all', label: 'Wherever you may', icon: Globe },
  { value: 'some', label: 'Only in some places', hint: 'And what lies below', icon: MapPin },
] as const;

type KeyFormState = ReturnType<typeof useKeyForm>;

const Basics = ({ form, isToken, setToken }: KeyFormState) => {
  const { register, formState } = form;
  return (
    <>
      <RadioCards
        label="What is it?"
        value={isToken ? 'token' : 'key'}
        onChange={(kind) => setToken(kind === 'token')}
        options={kinds}
      />
      <div className="grid grid-cols-[1fr_12rem] gap-3">
        <TextField
          label={isToken ? 'Name (optional)' : 'Name'}
          maxLength={64}
          placeholder={isToken ? 'token' : 'deploy from CI'}
          error={formState.errors.name?.message}
          {...register('name')}
        />
        {isToken ? (
          <TextField
            label="Lives for (minutes, 1–60)"
            inputMode="numeric"
            error={formState.errors.minutes?.message}
            {...register('minutes')}
          />
        ) : (
          <SelectField label="Expires after" options={lifetimes} {...register('expiresInDays')} />
        )}
      </div>
    </>
  );
};

interface CreateKeyDialogProps {
  readonly organizationId: string;
  readonly onClose: () => void;
  readonly onCreated: (made: NewApiKey) => void;
}

/** Asks what a new key is for, what it may, where, and how often. */
export const CreateKeyDialog = ({ organizationId, onClose, onCreated }: CreateKeyDialogProps) => {
  const organization = useOrganization();
  const state = useKeyForm(organizationId, onCreated);
  const { form, permissions, setPermissions, scopes, setScopes } = state;
  return (
    <FormDialog
      title="New API key"
      description="It acts in your name on the REST interface and in the command line."
      width="lg"
      submitLabel={state.isToken ? 'Create token' : 'Create key'}
      isBusy={state.isBusy}
      error={state.error}
      onSubmit={state.submit}
      onClose={onClose}
    >
      <DraftNotice {...state.draftNotice} />
      <Basics {...state} />
      <RadioCards
        label="What may it do?"
        value={permissions ? 'some' : 'all'}
        onChange={(may) => setPermissions(may === 'some' ? new Set() : undefined)}
        options={mays}
      />
      {permissions && (
        <PermissionPicker
          organization={organization}
          chosen={permissions}
          onChange={setPermissions}
          error={state.permissionIssue}
        />
      )}
      <RadioCards
        label="Where?"
        value={scopes ? 'some' : 'all'}
        onChange={(where) => setScopes(where === 'some' ? new Set() : undefined)}
        options={wheres}
      />
      {scopes && (
        <ScopePicker
          organizationId={organizationId}
          chosen={scopes}
          onChange={setScopes}
          error={state.scopeIssue}
        />
      )}
      <LimitFields register={form.register} errors={form.formState.errors} />
    </FormDialog>
  );
};
