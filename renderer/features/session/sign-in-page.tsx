import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Session } from '#shared/contract/session.ts';
import { Card } from './card.tsx';
import { HostLinkForm } from './host-link-form.tsx';
import { SignInForm } from './sign-in-form.tsx';

interface SignInPageProps {
  readonly session: Session;
  /** Buttons of identity providers. */
  readonly providers?: ReactNode;
  /** The way in for whoever was invited. */
  readonly invitation?: ReactNode;
}

/** Shown where nobody is signed in. */
export const SignInPage = ({ session, providers, invitation }: SignInPageProps) => {
  if (!session.isSetUp) {
    return (
      <Card
        icon={KeyRound}
        title="Sign in"
        description="This host was not set up yet. Open the link that it printed when it started, or paste that link or its token here."
      >
        <HostLinkForm isOnly />
      </Card>
    );
  }
  const isDesktop = session.host.kind === 'desktop';
  return (
    <Card icon={KeyRound} title="Sign in">
      <SignInForm />
      {providers}
      {invitation}
      {!isDesktop && (
        <details className="border-line border-t pt-3">
          <summary className="text-secondary">Use the link that the host printed</summary>
          <p className="mt-2 mb-3 text-muted text-sm">
            It lets in whoever runs the host, for as long as the first account has no password.
          </p>
          <HostLinkForm isOnly={false} />
        </details>
      )}
    </Card>
  );
};
