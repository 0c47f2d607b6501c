import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { orpc } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { useBegin } from './use-begin.tsx';

/** One button a provider on the sign-in page; nothing where there is none. */
export const ProviderButtons = () => {
  const { data = [] } = useQuery(orpc.identityProvider.available.queryOptions());
  const { begin, isBusy, error, dialog } = useBegin('sign-in');
  if (data.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3">
      {data.map((each) => (
        <Button
          key={each.provider}
          icon={LogIn}
          className="h-8"
          isBusy={isBusy(each)}
          onClick={() => begin(each)}
        >
          Sign in by {each.name}
        </Button>
      ))}
      <InlineError error={error} />
      {dialog}
    </div>
  );
};
