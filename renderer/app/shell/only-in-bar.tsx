import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { CodeForm } from '../../lib/session/code-form.tsx';
import { useSession } from '../../lib/session/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';

/** Says that this session opens one organization alone, and opens the others by the account's own second factor. */
export function OnlyInBar() {
  const { data: session } = useSession();
  const [isAsking, setAsking] = useState(false);
  const prove = useMutation({
    mutationFn: (code: string) => rpc.session.proveSecondFactor({ code }),
    onSuccess: async () => {
      await refreshSession();
      setAsking(false);
    },
  });
  if (!session?.onlyIn) return null;
  return (
    <div role="status" className="flex items-center gap-3 border-line border-b bg-panel px-3 py-1.5">
      <p className="min-w-0 flex-1 text-secondary">
        You came by a provider of this organization, so your other organizations are closed here.
      </p>
      <Button size="sm" onClick={() => setAsking(true)}>
        Open them by your own code
      </Button>
      {isAsking && (
        <Dialog isOpen onClose={() => setAsking(false)} title="Your own second factor">
          <CodeForm
            isBusy={prove.isPending}
            error={prove.error}
            onCode={(code) => prove.mutate(code)}
            onBack={() => setAsking(false)}
          />
        </Dialog>
      )}
    </div>
  );
}
