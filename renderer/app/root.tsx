import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Session } from '#shared/contract/session.ts';
import { FirstRunPage } from '../features/first-run/first-run-page.tsx';
import { CallbackPage } from '../features/identity-provider/callback-page.tsx';
import { callbackPath } from '../features/identity-provider/flow.ts';
import { ProviderButtons } from '../features/identity-provider/provider-buttons.tsx';
import { JoinPage } from '../features/invitation/join-page.tsx';
import { OpenInvitation } from '../features/invitation/open-invitation.tsx';
import { usePendingInvitation } from '../features/invitation/pending-invitation.ts';
import { ChangePasswordPage } from '../features/session/change-password-page.tsx';
import { LockedPage } from '../features/session/locked-page.tsx';
import { SessionWatch } from '../features/session/session-watch.tsx';
import { SignInForm } from '../features/session/sign-in-form.tsx';
import { SignInPage } from '../features/session/sign-in-page.tsx';
import { refreshSession } from '../lib/host/change-feed.ts';
import { useConnection } from '../lib/host/connection.ts';
import { forgetToken, sessionToken } from '../lib/host/token.ts';
import { useSession } from '../lib/session/use-session.ts';
import { InlineError } from '../ui/inline-error.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useCutTitles } from '../ui/use-cut-titles.ts';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { ConnectionLostBar } from './shell/connection-state.tsx';
import { Toaster } from './toaster.tsx';

const useSessionAfterReconnect = (): void => {
  const state = useConnection(({ state: current }) => current);
  useEffect(() => {
    if (state === 'open') void refreshSession();
  }, [state]);
};

const Known = ({ session }: { readonly session: Session }) => {
  const { account } = session;
  if (session.state === 'first-run') return <FirstRunPage requiresPassword={session.requiresPassword} />;
  if (session.state === 'must-change-password') return <ChangePasswordPage />;
  if (session.state === 'locked' && account) return <LockedPage account={account} />;
  if (session.state !== 'ready' || !account) {
    return <SignInPage session={session} providers={<ProviderButtons />} invitation={<OpenInvitation />} />;
  }
  return (
    <>
      <SessionWatch account={account} />
      <Outlet />
    </>
  );
};

/** A token that the host no longer knows would only be refused again. */
const useForgottenToken = (session: Session | undefined): void => {
  const isSignedOut = session?.state === 'signed-out';
  useEffect(() => {
    if (isSignedOut) forgetToken(sessionToken());
  }, [isSignedOut]);
};

/** What lets somebody in who has an account. */
const WaysIn = () => (
  <>
    <SignInForm />
    <ProviderButtons />
  </>
);

const Gate = () => {
  const { data: session, error, refetch } = useSession();
  const { secret } = usePendingInvitation();
  const { pathname } = useLocation();
  useForgottenToken(session);
  const isFree = session?.state === 'ready' || session?.state === 'signed-out';
  if (session?.isSetUp && isFree && pathname === callbackPath) return <CallbackPage />;
  if (session?.isSetUp && isFree && secret) return <JoinPage secret={secret} signIn={<WaysIn />} />;
  if (session) return <Known session={session} />;
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
  useCutTitles();
  useKeptFocus();
  return (
    <>
      <Gate />
      <Toaster />
    </>
  );
};
