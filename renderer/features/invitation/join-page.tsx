import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OfferedInvitation } from '#shared/contract/invitation.ts';
import type { Session } from '#shared/contract/session.ts';
import { errorData } from '../../lib/errors.ts';
import { formatInstant } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { JoinFrame } from './join-frame.tsx';
import { OpenInvitation } from './open-invitation.tsx';
import { putInvitationAside } from './pending-invitation.ts';
import { RegisterForm } from './register-form.tsx';
import { useAccept } from './use-join.ts';

/** What the host says of a link, without the name of the field that it stood in. */
const WrongSecret = ({ error }: { readonly error: unknown }) => {
  const reason = errorData(error, 'CONFLICT')?.reason;
  return reason ? (
    <Notice tone="danger">{`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`}</Notice>
  ) : (
    <InlineError error={error} />
  );
};

const NotNow = ({ label = 'Not now' }: { readonly label?: string }) => (
  <Button variant="ghost" onClick={putInvitationAside}>
    {label}
  </Button>
);

const AcceptCard = ({ secret, session }: { readonly secret: string; readonly session: Session }) => {
  const accept = useAccept(
    secret,
    session.organizations.map(({ id }) => id),
  );
  return (
    <>
      <InlineError error={accept.error} />
      <div className="flex justify-end gap-2">
        <NotNow />
        <Button variant="primary" isBusy={accept.isPending} onClick={() => accept.mutate()}>
          Accept
        </Button>
      </div>
    </>
  );
};

/** Signed in as somebody else than the one who is invited; signing out keeps the invitation open. */
const OtherAccount = ({ email }: { readonly email: string }) => {
  const signOut = useSignOut();
  return (
    <>
      <Notice tone="info">You are signed in as {email}. The invitation is for another account here.</Notice>
      <InlineError error={signOut.error} />
      <div className="flex justify-end gap-2">
        <NotNow />
        <Button variant="primary" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign in as somebody else
        </Button>
      </div>
    </>
  );
};

const WayIn = ({
  secret,
  offered,
  session,
  signIn,
}: {
  readonly secret: string;
  readonly offered: OfferedInvitation;
  readonly session: Session | undefined;
  readonly signIn: ReactNode;
}) => {
  if (offered.isForYou && session) return <AcceptCard secret={secret} session={session} />;
  const account = session?.account;
  if (offered.hasAccount) {
    return account ? (
      <OtherAccount email={account.email} />
    ) : (
      <>
        <Notice tone="info">This address has an account here. Sign in to it to accept.</Notice>
        {signIn}
        <div className="self-end">
          <NotNow />
        </div>
      </>
    );
  }
  return (
    <>
      {account && (
        <Notice tone="info">
          This window is signed in as {account.name}. Registering signs it in as the new account instead.
        </Notice>
      )}
      <RegisterForm secret={secret} organization={offered.organization} />
      <div className="self-end">
        <NotNow />
      </div>
    </>
  );
};

interface JoinPageProps {
  readonly secret: string;
  /** Shown to whoever has an account and is not signed in to it. */
  readonly signIn: ReactNode;
}

/** What an invitation offers, and the way in: register, sign in, or accept. */
export const JoinPage = ({ secret, signIn }: JoinPageProps) => {
  const { data: session } = useSession();
  const { data: offered, error } = useQuery({
    ...orpc.invitation.look.queryOptions({ input: { secret } }),
    retry: false,
    refetchOnMount: 'always',
  });
  if (error) {
    return (
      <JoinFrame title="This invitation does not work">
        <WrongSecret error={error} />
        <OpenInvitation />
        <div className="self-end">
          <NotNow label="Go on without it" />
        </div>
      </JoinFrame>
    );
  }
  if (!offered)
    return (
      <JoinFrame title="An invitation">
        <Spinner label="Looking at the invitation" />
      </JoinFrame>
    );
  return (
    <JoinFrame title={`Join ${offered.organization}`}>
      <p className="text-secondary">
        {offered.inviterName} invites {offered.email} as {offered.role}. The invitation works once, until{' '}
        {formatInstant(offered.expiresAt)}.
      </p>
      <WayIn secret={secret} offered={offered} session={session} signIn={signIn} />
    </JoinFrame>
  );
};
