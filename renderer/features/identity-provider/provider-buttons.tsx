import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { LogIn } from 'lucide-react';
import { orpc } from '../../lib/host/rpc.ts';
import { useTypedEmail } from '../../state/typed-email.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { useBegin } from './use-begin.tsx';

/** One button a provider: those of the organization whose address was opened, and of the address being typed. */
export const ProviderButtons = () => {
  const { email } = useTypedEmail();
  const [, organization] = /^\/o\/([^/]{1,64})/.exec(useLocation().pathname) ?? [];
  const asked = { ...(organization ? { organization } : {}), ...(email ? { email } : {}) };
  const { data = [] } = useQuery(orpc.identityProvider.available.queryOptions({ input: asked }));
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
