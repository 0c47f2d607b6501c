import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email } from '#shared/contract/fields.ts';
import type { NewInvitation } from '#shared/contract/invitation.ts';
import { useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/rpc.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { GrantPicker } from './grant-picker.tsx';
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

/** Who is invited as what, where, and for how long; shows what that gives before it is sent. */
export const InviteDialog = ({ organizationId, onInvited, onClose }: InviteDialogProps) => {
  const roles = useAssignableRoles(organizationId);
  const [chosenRole, setRole] = useState<string>();
  const [nodeIds, setNodeIds] = useState<string[]>([]);
  const first = useFirstLifetime(organizationId);
  const [chosenLifetime, setLifetime] = useState<Lifetime>();
  const lifetime = chosenLifetime ?? first;
  const roleId = chosenRole ?? firstRole(roles);
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email: '' },
  });
  const grants = nodeIds.map((nodeId) => ({ nodeId }));
  const invite = useMutation({
    mutationFn: ({ email }: Values) =>
      rpc.invitation.create({
        organizationId,
        email,
        roleId,
        grants,
        lifetimeHours: lifetime === '48' ? 48 : 168,
      }),
    onSuccess: onInvited,
    onError: (error) => applyIssues(error, ['email'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title="Invite somebody"
      description="They get a link from you. It works once, and only for this address."
      submitLabel="Make invitation"
      width="lg"
      isBusy={invite.isPending}
      isSubmitDisabled={roleId === ''}
      error={errors.email ? undefined : invite.error}
      onSubmit={handleSubmit((values) => invite.mutate(values))}
      onClose={onClose}
    >
      <TextField
        label="E-mail address"
        type="email"
        autoFocus
        error={errors.email?.message}
        {...register('email')}
      />
      <RolePicker roles={roles} roleId={roleId} onChange={setRole} />
      <GrantPicker organizationId={organizationId} nodeIds={nodeIds} onChange={setNodeIds} />
      <RadioCards
        label="Works for"
        value={lifetime}
        onChange={setLifetime}
        options={lifetimeOptions(first)}
      />
      <OfferPreview organizationId={organizationId} roleId={roleId} grants={grants} />
    </FormDialog>
  );
};
