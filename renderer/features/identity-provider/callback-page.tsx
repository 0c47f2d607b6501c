import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refreshSession, startAnew } from '../../lib/change-feed.ts';
import { useGo } from '../../lib/navigation.ts';
import { rpc } from '../../lib/rpc.ts';
import { keepSession } from '../../lib/token.ts';
import { showToast } from '../../state/toast.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type Answer, hasBegun, takeAnswer } from './flow.ts';

const useFinish = () => {
  const go = useGo();
  return useMutation({
    mutationFn: async ({ purpose, back, ...answer }: Answer) => {
      if (purpose === 'link') {
        const { provider } = await rpc.identityProvider.link(answer);
        showToast({ tone: 'success', title: `${provider} was linked to your account` });
        return back;
      }
      const { token } = await rpc.identityProvider.finish(answer);
      keepSession(token, false);
      return undefined;
    },
    onSuccess: async (back) => {
      go(back ?? '/', { replace: true });
      await (back ? refreshSession() : startAnew());
    },
  });
};

/** Where a provider sends the browser back to: finishes what this window began. */
export const CallbackPage = () => {
  const go = useGo();
  const finish = useFinish();
  const { mutate } = finish;
  const [isExpected] = useState(hasBegun);
  useEffect(() => {
    const answer = takeAnswer();
    if (answer) mutate(answer);
  }, [mutate]);
  if (isExpected && !finish.error) return <Spinner label="Signing in" />;
  return (
    <main className="flex h-full items-start justify-center bg-panel px-4 pt-[16vh]">
      <div className="flex w-[26rem] flex-col gap-4 rounded-lg border border-line bg-canvas p-6">
        <h1 className="font-semibold text-xl">Nobody was signed in</h1>
        {finish.error ? (
          <InlineError error={finish.error} />
        ) : (
          <Notice tone="info">This window began no sign-in, or finished it before.</Notice>
        )}
        <Button variant="primary" onClick={() => go('/', { replace: true })}>
          Back
        </Button>
      </div>
    </main>
  );
};
