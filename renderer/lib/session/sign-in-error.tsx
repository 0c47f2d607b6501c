import { useEffect, useState } from 'react';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { errorData } from '../errors.ts';

/** How long somebody who guessed wrong too often has to wait, counted down. */
const useWait = (error: unknown): number => {
  const retryAt = errorData(error, 'LIMIT')?.retryAt;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!retryAt) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [retryAt]);
  return retryAt ? Math.max(0, Math.ceil((Date.parse(retryAt) - now) / 1_000)) : 0;
};

/** What went wrong, and after too many failures how long to wait. */
export const SignInError = ({ error }: { readonly error: unknown }) => {
  const waitSeconds = useWait(error);
  if (!errorData(error, 'LIMIT')?.retryAt) return <InlineError error={error} />;
  return (
    <Notice tone="danger" title="Too many failed attempts">
      {waitSeconds > 0
        ? `Wait ${waitSeconds} second${waitSeconds === 1 ? '' : 's'}, then try again.`
        : 'Try again now.'}
    </Notice>
  );
};
