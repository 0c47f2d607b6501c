import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FirstRunPage } from '../features/first-run/first-run-page.tsx';
import { SignInPage } from '../features/first-run/sign-in-page.tsx';
import { refreshSession } from '../lib/change-feed.ts';
import { useConnection } from '../lib/connection.ts';
import { useSession } from '../lib/use-session.ts';
import { InlineError } from '../ui/inline-error.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ConnectionLostBar } from './shell/connection-state.tsx';
import { Toaster } from './toaster.tsx';

const useSessionAfterReconnect = (): void => {
  const state = useConnection(({ state: current }) => current);
  useEffect(() => {
    if (state === 'open') void refreshSession();
  }, [state]);
};

const Gate = () => {
  const isSignedOut = useConnection(({ state }) => state === 'signed-out');
  const { data: session, error, refetch } = useSession();
  if (isSignedOut) return <SignInPage />;
  if (session) return session.account ? <Outlet /> : <FirstRunPage />;
  return (
    <main className="h-full">
      <ConnectionLostBar />
      <div className="flex justify-center pt-[20vh]">
        {error ? (
          <div className="w-[30rem]">
            <InlineError error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Spinner label="Connecting to the host" />
        )}
      </div>
    </main>
  );
};

/** Decides what the window is: sign-in, first run, or the application. */
export const Root = () => {
  useSessionAfterReconnect();
  return (
    <>
      <Gate />
      <Toaster />
    </>
  );
};
