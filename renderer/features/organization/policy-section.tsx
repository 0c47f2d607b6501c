import { useMutation } from '@tanstack/react-query';
import type { OrganizationPolicy } from '#shared/contract/organization.ts';
import { type Policy, type PolicyPreset, policyPresets, presetOf } from '#shared/model/policy.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { Switch } from '../../ui/form/switch.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { showPolicy } from './use-policy.ts';

const presetCards = [
  {
    value: 'fixedOwner',
    label: 'Fixed owner',
    hint: 'Ownership never moves; Admins do not touch Admins; invitations last 48 hours.',
  },
  {
    value: 'balanced',
    label: 'Balanced',
    hint: 'The Owner may hand over; Admins do not touch Admins; 48 hours are offered first.',
  },
  {
    value: 'delegated',
    label: 'Delegated',
    hint: 'The Owner may hand over; Admins also manage Admins; invitations last 7 days.',
  },
] as const satisfies readonly { value: PolicyPreset; label: string; hint: string }[];

const customCard = { value: 'custom', label: 'Custom', hint: 'A mix of your own, as set below.' } as const;

interface PolicySectionProps {
  readonly organizationId: string;
  readonly policy: OrganizationPolicy;
}

/** What the Owner decides: three presets, or any other mix. */
export const PolicySection = ({ organizationId, policy }: PolicySectionProps) => {
  const { allowed } = usePermission('organization.transfer', organizationId);
  const disabledReason = allowed ? undefined : 'Only the Owner decides the policy.';
  const send = useMutation({
    mutationFn: (change: Partial<Policy>) => rpc.organization.updatePolicy({ organizationId, ...change }),
    onSuccess: (answer) => showPolicy(organizationId, answer),
  });
  const shown: OrganizationPolicy = { ...policy, ...(send.isPending ? send.variables : {}) };
  const preset = presetOf(shown);
  return (
    <FormSection
      title="Policy"
      description="Who may move ownership, manage Admins, and how long invitations live."
    >
      <RadioCards
        label="Preset"
        value={preset}
        disabledReason={disabledReason}
        onChange={(value) => value !== 'custom' && send.mutate(policyPresets[value])}
        options={preset === 'custom' ? [...presetCards, customCard] : presetCards}
      />
      <Switch
        label="The Owner may transfer the organization"
        hint="To another active member, with the typed name. The old Owner becomes an Admin."
        isChecked={shown.allowsTransfer}
        disabledReason={disabledReason}
        onChange={(allowsTransfer) => send.mutate({ allowsTransfer })}
      />
      <Switch
        label="Admins manage Admins"
        hint="They may also demote, remove and invite Admins; never themselves, never the Owner."
        isChecked={shown.adminsManageAdmins}
        disabledReason={disabledReason}
        onChange={(adminsManageAdmins) => send.mutate({ adminsManageAdmins })}
      />
      <RadioCards
        label="Lifetime that an invitation is offered first"
        value={shown.invitationHours === 168 ? '168' : '48'}
        disabledReason={disabledReason}
        onChange={(hours) => send.mutate({ invitationHours: hours === '168' ? 168 : 48 })}
        options={[
          { value: '48', label: '48 hours' },
          { value: '168', label: '7 days' },
        ]}
      />
      <InlineError error={send.error} />
    </FormSection>
  );
};
