import { age } from '../../lib/format.ts';
import { useConnection } from '../../lib/host/connection.ts';
import { reconnectNow } from '../../lib/host/link.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';

/** Tells that nothing on the screen is certain to be current any more, and since when. */
export const ConnectionLostBar = () => {
  const { state, since } = useConnection();
  const now = useNow(1_000);
  if (state !== 'lost') return null;
  return (
    <div
      role="alert"
      className="flex h-8 shrink-0 items-center justify-center gap-3 border-line border-b bg-protected-soft text-primary"
    >
      <span>
        Connection to the host lost {age(new Date(since).toISOString(), now)}. What you see may be out of
        date; it is being tried again.
      </span>
      <Button size="sm" onClick={reconnectNow}>
        Try now
      </Button>
    </div>
  );
};

const words = {
  connecting: 'Connecting…',
  open: 'Connected',
  lost: 'Connection lost',
};
const colours = {
  connecting: 'bg-state-unknown',
  open: 'bg-state-running',
  lost: 'bg-state-failed',
};

export const ConnectionState = () => {
  const { state } = useConnection();
  const { data: session } = useSession();
  return (
    <span
      className="flex items-center gap-1.5"
      title={session && `${session.host.kind} ${session.host.version}`}
    >
      <span aria-hidden className={`size-2 rounded-full ${colours[state]}`} />
      {words[state]}
    </span>
  );
};
