import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { orpc } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { canSignInByProvider } from './flow.ts';
import { useBegin } from './use-begin.ts';

/** One button a provider on the sign-in page; nothing where there is none. */
export const ProviderButtons = () => {
  const { data = [] } = useQuery(
    orpc.identityProvider.available.queryOptions({ enabled: canSignInByProvider }),
  );
  const begin = useBegin('sign-in');
  if (data.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3">
      {data.map(({ provider, name }) => (
        <Button
          key={provider}
          icon={LogIn}
          className="h-8"
          isBusy={begin.isPending && begin.variables === provider}
          onClick={() => begin.mutate(provider)}
        >
          Sign in by {name}
        </Button>
      ))}
      <InlineError error={begin.error} />
    </div>
  );
};
