import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Users } from 'lucide-react';
import { orpc } from '../../lib/host/rpc.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

const options = [
  {
    value: 'allowed',
    label: 'Whom I allow',
    hint: 'Operators, and whoever has the right below',
    icon: KeyRound,
  },
  { value: 'everybody', label: 'Everybody', hint: 'Whoever has an account here', icon: Users },
] as const;

/** Who may found organizations on this host. */
export function FoundingSection() {
  const queries = useQueryClient();
  const { data, error } = useQuery(orpc.host.policy.queryOptions());
  const save = useMutation(
    orpc.host.updatePolicy.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: orpc.host.key() }),
    }),
  );
  return (
    <FormSection
      title="Founding organizations"
      description="Organizations on one host are strangers: none sees anything of another. Owning one gives no right to this host."
    >
      <InlineError error={error ?? save.error} />
      {data && (
        <RadioCards
          label="Who may found one"
          value={data.founding}
          onChange={(founding) => save.mutate({ founding })}
          options={options}
        />
      )}
    </FormSection>
  );
}
