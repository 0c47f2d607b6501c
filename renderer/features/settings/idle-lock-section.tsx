import { useMutation } from '@tanstack/react-query';
import { idleMinutes, type OwnAccount } from '#shared/contract/session.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

const labelOf = (minutes: number): string => {
  if (minutes === 1) return 'After 1 minute';
  if (minutes === 60) return 'After an hour';
  return minutes > 60 ? `After ${minutes / 60} hours` : `After ${minutes} minutes`;
};

const options = [
  { value: '', label: 'Never' },
  ...idleMinutes.map((minutes) => ({ value: String(minutes), label: labelOf(minutes) })),
];

/** When your windows lock by themselves. */
export const IdleLockSection = ({ account }: { readonly account: OwnAccount }) => {
  const save = useMutation({
    mutationFn: (lockAfterMinutes: number | null) => rpc.session.setIdleLock({ lockAfterMinutes }),
    onSuccess: refreshSession,
  });
  return (
    <FormSection
      title="Lock"
      description="A locked window shows nothing and does nothing until your password is typed."
    >
      <div className="max-w-xl">
        <SelectField
          label="Lock without input"
          options={options}
          disabled={!account.hasPassword}
          hint={account.hasPassword ? undefined : 'Set a password first: it is what unlocks.'}
          value={account.lockAfterMinutes === null ? '' : String(account.lockAfterMinutes)}
          onChange={({ target }) => save.mutate(target.value === '' ? null : Number(target.value))}
        />
      </div>
      <InlineError error={save.error} />
    </FormSection>
  );
};
