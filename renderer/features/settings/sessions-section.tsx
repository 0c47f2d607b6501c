import { useMutation, useQuery } from '@tanstack/react-query';
import { Lock, Monitor, Terminal } from 'lucide-react';
import type { OpenSession } from '#shared/contract/session.ts';
import { age } from '../../lib/format.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { activityFreshness, lastActivity } from '../../lib/last-activity.ts';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { useNow } from '../../lib/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { agentName } from './agent-name.ts';

const SessionRow = ({ session }: { readonly session: OpenSession }) => {
  const now = useNow(30_000);
  const end = useMutation({
    mutationFn: () => rpc.session.revokeSession({ session: session.id }),
    onSuccess: refreshSession,
  });
  const Icon = session.transport === 'http' ? Terminal : Monitor;
  const name = agentName(session);
  return (
    <li className="flex items-center gap-3 border-line border-t px-3 py-2 first:border-t-0">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate">{name}</span>
          {session.isCurrent && <Badge>This window</Badge>}
          {session.isLocked && <Lock aria-label="Locked" className="size-3.5 text-muted" />}
        </p>
        <p className="text-muted text-sm">
          {session.address || 'this computer'} · signed in {age(session.createdAt, now)} · last seen{' '}
          {lastActivity({ activeAt: session.seenAt, isYou: session.isCurrent }, now)}
        </p>
        <InlineError error={end.error} />
      </div>
      {!session.isCurrent && (
        <Button size="sm" isBusy={end.isPending} aria-label={`End ${name}`} onClick={() => end.mutate()}>
          End
        </Button>
      )}
    </li>
  );
};

/** Where you are signed in, and the way out. */
export const SessionsSection = ({ hasPassword }: { readonly hasPassword: boolean }) => {
  const { data: sessions, error } = useQuery(
    orpc.session.sessions.queryOptions({ input: {}, ...activityFreshness }),
  );
  const endOthers = useMutation({
    mutationFn: () => rpc.session.revokeOthers(),
    onSuccess: refreshSession,
  });
  const signOut = useSignOut();
  const hasOthers = sessions?.some(({ isCurrent }) => !isCurrent);
  return (
    <FormSection title="Sessions" description="Where you are signed in. One that you end is cut off at once.">
      <InlineError error={error ?? endOthers.error ?? signOut.error} />
      {sessions && sessions.length > 0 && (
        <ul aria-label="Sessions" className="max-w-xl rounded border border-line">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Button
          isBusy={endOthers.isPending}
          disabledReason={hasOthers ? undefined : 'There are no others.'}
          onClick={() => endOthers.mutate()}
        >
          End all others
        </Button>
        <Button
          isBusy={signOut.isPending}
          disabledReason={hasPassword ? undefined : 'Set a password first, or you could not come back.'}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Button>
      </div>
    </FormSection>
  );
};
