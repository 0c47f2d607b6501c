import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { OrganizationPolicy } from '#shared/contract/organization.ts';
import { roleOptions, useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { counted } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { reasonText } from '../../ui/reason.ts';
import { showPolicy } from './use-policy.ts';

/** How full an organization is, in words. */
export const seatWords = ({ limit, members, invitations }: OrganizationPolicy['seats']): string => {
  const used = members + invitations;
  const parts = `${counted(members, 'active member')} and ${counted(invitations, 'open invitation')}`;
  if (limit === undefined) return `${parts}; there is no limit.`;
  const room =
    used >= limit ? 'Nobody can be invited until one is free; everybody stays.' : `${limit - used} free.`;
  return `${used} of ${limit} taken: ${parts}. ${room}`;
};

/** Empty is no limit; undefined is no number that can be one. */
const limitOf = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= 100_000 ? limit : undefined;
};

interface SeatsSectionProps {
  readonly organizationId: string;
  readonly policy: OrganizationPolicy;
}

/** Seat limit and default role. */
export const SeatsSection = ({ organizationId, policy }: SeatsSectionProps) => {
  const { reason } = usePermission('organization.update', organizationId);
  const roles = useAssignableRoles(organizationId);
  const current = policy.seats.limit === undefined ? '' : String(policy.seats.limit);
  const [edited, setEdited] = useState<string>();
  const text = edited ?? current;
  const limit = limitOf(text);
  const setLimit = useMutation({
    mutationFn: (seatLimit: number | null) => rpc.organization.updateSeats({ organizationId, seatLimit }),
    onSuccess: (answer) => {
      showPolicy(organizationId, answer);
      setEdited(undefined);
    },
  });
  const setRole = useMutation({
    mutationFn: (defaultRoleId: string | null) =>
      rpc.organization.updateSeats({ organizationId, defaultRoleId }),
    onSuccess: (answer) => showPolicy(organizationId, answer),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (limit !== undefined) setLimit.mutate(limit);
  };
  const invalid = limit === undefined ? '1 to 100,000, or empty' : undefined;
  const idle = text === current ? 'Nothing has been changed.' : undefined;
  return (
    <FormSection title="Seats and default role" description={seatWords(policy.seats)}>
      <form noValidate onSubmit={submit} className="flex max-w-xl items-start gap-2">
        <div className="w-40">
          <TextField
            label="Seat limit"
            inputMode="numeric"
            placeholder="No limit"
            hint={invalid ? undefined : 'Empty for none'}
            error={invalid}
            readOnly={reason !== undefined}
            value={text}
            onChange={(event) => setEdited(event.target.value)}
          />
        </div>
        <Button
          type="submit"
          className="mt-5.5"
          isBusy={setLimit.isPending}
          disabledReason={reason ?? idle ?? invalid}
        >
          Save limit
        </Button>
      </form>
      <div className="max-w-xl">
        <SelectField
          label="Default role"
          hint="Offered first to whoever is invited. Never Owner, never above your own."
          disabled={reason !== undefined}
          title={reasonText(reason)}
          value={policy.defaultRole?.id ?? ''}
          onChange={(event) => setRole.mutate(event.target.value || null)}
          options={[{ value: '', label: 'None' }, ...roleOptions(roles, policy.defaultRole)]}
        />
      </div>
      <InlineError error={setLimit.error ?? setRole.error} />
    </FormSection>
  );
};
