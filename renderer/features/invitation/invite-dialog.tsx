import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email } from '#shared/contract/fields.ts';
import type { Grant } from '#shared/contract/grant.ts';
import type { NewInvitation, OfferedGrant } from '#shared/contract/invitation.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { ExtrasFields } from '../../lib/access/extras-fields.tsx';
import { useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { GrantEditor } from '../../lib/grants/grant-editor.tsx';
import { type GrantEdits, noEdits } from '../../lib/grants/grant-edits.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { type Lifetime, lifetimeOptions, useFirstLifetime } from './lifetime.ts';
import { OfferPreview } from './offer-preview.tsx';
import { firstRole, RolePicker } from './role-picker.tsx';

const Values = z.object({ email: Email });
type Values = z.infer<typeof Values>;

interface InviteDialogProps {
  readonly organizationId: string;
  readonly onInvited: (made: NewInvitation) => void;
  readonly onClose: () => void;
}

interface Chosen {
  readonly role: string | undefined;
  readonly edits: GrantEdits;
  readonly extras: Permission[];
  readonly lifetime: Lifetime | undefined;
}

const nothingYet: readonly Grant[] = [];

/** What was checked, and what is to be opened by tags, as an invitation takes it. */
const offeredGrants = ({ added }: GrantEdits): OfferedGrant[] =>
  added.map(({ place, roleId, endsAt }) => ({
    ...('nodeId' in place ? place : { tagIds: [...place.tagIds] }),
    ...(roleId === null ? {} : { roleId }),
    ...(endsAt === null ? {} : { endsAt }),
  }));

/** Who is invited as what, where, and for how long; shows what that gives before it is sent. */
export const InviteDialog = ({ organizationId, onInvited, onClose }: InviteDialogProps) => {
  const roles = useAssignableRoles(organizationId);
  const [chosenRole, setRole] = useState<string>();
  const [edits, setEdits] = useState(noEdits);
  const [extras, setExtras] = useState<Permission[]>([]);
  const first = useFirstLifetime(organizationId);
  const [chosenLifetime, setLifetime] = useState<Lifetime>();
  const lifetime = chosenLifetime ?? first;
  const roleId = chosenRole ?? firstRole(roles);
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email: '' },
  });
  const { register, handleSubmit, formState, setError, watch } = form;
  const draft = useFormDraft(`invitation:${organizationId}`, form, {
    rest: {
      value: { role: chosenRole, edits, extras, lifetime: chosenLifetime },
      first: { role: undefined, edits: noEdits, extras: [], lifetime: undefined },
      put: (chosen: Chosen) => {
        setRole(chosen.role);
        setEdits(chosen.edits);
        setExtras(chosen.extras);
        setLifetime(chosen.lifetime);
      },
    },
  });
  const grants = offeredGrants(edits);
  const offered = roles.find(({ id }) => id === roleId)?.name ?? 'role';
  const command = useCommandLine();
  const inputOf = ({ email }: Values) => ({
    organizationId,
    email,
    roleId,
    extras,
    grants,
    lifetimeHours: lifetime === '48' ? (48 as const) : (168 as const),
  });
  const invite = useMutation({
    mutationFn: (values: Values) => rpc.invitation.create(inputOf(values)),
    onSuccess: (made) => {
      draft.drop();
      onInvited(made);
    },
    onError: (error) => applyIssues(error, ['email'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title="Invite somebody"
      description="They get a link from you. It works once, and only for this address."
      submitLabel="Make invitation"
      width="xl"
      isBusy={invite.isPending}
      command={command('invitation.create', inputOf({ email: watch('email') }))}
      isSubmitDisabled={roleId === ''}
      error={errors.email ? undefined : invite.error}
      onSubmit={handleSubmit((values) => invite.mutate(values))}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="E-mail address"
          type="email"
          autoFocus
          error={errors.email?.message}
          {...register('email')}
        />
        <RolePicker roles={roles} roleId={roleId} onChange={setRole} />
      </div>
      <section aria-label="Where">
        <h3 className="mb-1 font-medium text-secondary text-sm">
          Where (optional): what is checked is open with everything below it
        </h3>
        <GrantEditor
          organizationId={organizationId}
          holder="whoever accepts"
          saved={nothingYet}
          edits={edits}
          onChange={setEdits}
          ownRoleLabel={`own (${offered})`}
          lockedReason={undefined}
          isInDialog
        />
      </section>
      <details className="rounded border border-line px-3 py-2">
        <summary className="font-medium text-secondary text-sm">
          Single permissions for the whole organization (optional)
          {extras.length > 0 && `: ${extras.length}`}
        </summary>
        <div className="mt-3 flex flex-col gap-3">
          <ExtrasFields
            organizationId={organizationId}
            extras={extras}
            onChange={(next) => setExtras(next.filter(isPermission))}
            lockedReason={undefined}
          />
        </div>
      </details>
      <RadioCards
        label="Works for"
        value={lifetime}
        onChange={setLifetime}
        options={lifetimeOptions(first)}
      />
      <OfferPreview organizationId={organizationId} roleId={roleId} extras={extras} grants={grants} />
    </FormDialog>
  );
};
