import { useEffect, useRef, useState } from 'react';
import { useGo } from '../../lib/navigation.ts';
import { CodeForm } from '../../lib/session/code-form.tsx';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { takeReturn } from './flow.ts';
import { useFinish } from './use-finish.ts';

/** Where a provider sends the browser back to: finishes what this window began. */
export const CallbackPage = () => {
  const go = useGo();
  const [returned] = useState(takeReturn);
  const home = (): void => go('/', { replace: true });
  const isLink = returned?.purpose === 'link';
  const done = isLink ? () => go(returned.back, { replace: true }) : home;
  const { answer, code, needsCode } = useFinish(returned?.purpose ?? 'sign-in', done);
  const { mutate } = answer;
  const isSent = useRef(false);
  useEffect(() => {
    if (returned && !isSent.current) mutate(returned.answer);
    isSent.current = true;
  }, [mutate, returned]);
  const isUnderWay = returned && !needsCode && !answer.error;
  return (
    <main className="flex h-full items-start justify-center bg-panel px-4 pt-[16vh]">
      <div className="flex w-[26rem] flex-col gap-4 rounded-lg border border-line bg-canvas p-6">
        <h1 className="font-semibold text-xl">
          {needsCode || isUnderWay ? 'Sign in' : 'Nobody was signed in'}
        </h1>
        {isUnderWay ? (
          <Spinner label="Signing in" />
        ) : needsCode ? (
          <CodeForm
            isBusy={code.isPending}
            error={code.error}
            onCode={(typed) => code.mutate(typed)}
            onBack={home}
          />
        ) : (
          <>
            {answer.error ? (
              <InlineError error={answer.error} />
            ) : (
              <Notice tone="info">This window began no sign-in, or finished it before.</Notice>
            )}
            <Button variant="primary" onClick={home}>
              Back
            </Button>
          </>
        )}
      </div>
    </main>
  );
};
