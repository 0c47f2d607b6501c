import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2, Unlink } from 'lucide-react';
import type { LinkedIdentity } from '#shared/contract/identity-provider.ts';
import { age } from '../../lib/format.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { useBegin } from './use-begin.tsx';

const Identity = ({ linked }: { readonly linked: LinkedIdentity }) => {
  const queries = useQueryClient();
  const unlink = useMutation({
    mutationFn: () => rpc.identityProvider.unlink({ identity: linked.identity }),
    onSuccess: () => queries.invalidateQueries({ queryKey: orpc.identityProvider.key() }),
  });
  return (
    <li className="flex flex-col gap-2 border-line border-t py-2 first:border-t-0">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1">
          <span className="font-medium">{linked.provider}</span>
          <span className="text-secondary">
            {' '}
            · {linked.email || 'no address'} · {linked.organization} ·{' '}
            {linked.usedAt ? `used ${age(linked.usedAt)}` : 'never used'}
          </span>
        </p>
        <Button size="sm" icon={Unlink} isBusy={unlink.isPending} onClick={() => unlink.mutate()}>
          Unlink
        </Button>
      </div>
      <InlineError error={unlink.error} />
    </li>
  );
};

/** The identities that one's own account signs in by; nothing where no provider is there. */
export const LinkedIdentities = () => {
  const { data: linked = [] } = useQuery(orpc.identityProvider.identities.queryOptions());
  const { data: available = [] } = useQuery(orpc.identityProvider.available.queryOptions({ input: {} }));
  const { begin, isBusy, error, dialog } = useBegin('link');
  const names = new Set(linked.map(({ provider }) => provider));
  const free = available.filter(({ name }) => !names.has(name));
  if (linked.length === 0 && free.length === 0) return null;
  return (
    <FormSection
      title="Linked identities"
      description="You can sign in by these as well. Whoever runs such a provider can sign in as you."
    >
      {linked.length > 0 && (
        <ul aria-label="Linked identities">
          {linked.map((each) => (
            <Identity key={each.identity} linked={each} />
          ))}
        </ul>
      )}
      <InlineError error={error} />
      <div className="flex flex-wrap gap-2">
        {free.map((each) => (
          <Button key={each.provider} icon={Link2} isBusy={isBusy(each)} onClick={() => begin(each)}>
            Link {each.name}
          </Button>
        ))}
      </div>
      {dialog}
    </FormSection>
  );
};
