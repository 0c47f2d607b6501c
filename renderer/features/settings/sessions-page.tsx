import { useSession } from '../../lib/session/use-session.ts';
import { PageBody } from '../../ui/page-body.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** Where the person is signed in. */
export function SessionsPage() {
  const { data: session } = useSession();
  return (
    <PageBody width="narrow">
      {session?.account && <SessionsSection hasPassword={session.account.hasPassword} />}
    </PageBody>
  );
}
