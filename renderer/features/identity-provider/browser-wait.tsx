import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { rpc } from '../../lib/host/rpc.ts';
import { CodeForm } from '../../lib/session/code-form.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { Answer, Purpose } from './flow.ts';
import { useFinish } from './use-finish.ts';

interface Waiting {
  readonly flow: string;
  readonly url: string;
}

/** Opens the browser of this machine and waits for what comes back; leaving gives it up. */
const useBrowser = (provider: string, onAnswer: (answer: Answer) => void) => {
  const [waiting, setWaiting] = useState<Waiting>();
  const [error, setError] = useState<unknown>();
  const open = (flow: string): void => {
    setError(undefined);
    rpc.identityProvider.openBrowser({ flow }).catch(setError);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one dialog waits for one provider, once
  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const follow = async (): Promise<void> => {
      for await (const step of await rpc.identityProvider.listen({ provider }, { signal })) {
        if (signal.aborted) return;
        if (step.type === 'returned') return onAnswer(step.answer);
        setWaiting(step);
        open(step.flow);
      }
    };
    follow().catch((failure: unknown) => {
      if (signal.aborted) return;
      setWaiting(undefined);
      setError(failure);
    });
    return () => control.abort();
  }, []);
  return { waiting, error, openAgain: () => waiting && open(waiting.flow) };
};

interface BrowserWaitProps {
  readonly provider: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly onClose: () => void;
}

/** What a desktop window shows while its person is at a provider, in the browser. */
export const BrowserWait = ({ provider, name, purpose, onClose }: BrowserWaitProps) => {
  const { answer, code, needsCode } = useFinish(purpose, onClose);
  const { waiting, error, openAgain } = useBrowser(provider, (given) => answer.mutate(given));
  const failure = answer.error ?? error;
  const isWaiting = waiting !== undefined && answer.isIdle;
  const footer = (
    <>
      <Button onClick={onClose}>{answer.error || !isWaiting ? 'Close' : 'Cancel'}</Button>
      {isWaiting && (
        <Button icon={ExternalLink} onClick={openAgain}>
          Open the browser again
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={purpose === 'link' ? `Link ${name}` : `Sign in by ${name}`}
      footer={needsCode ? undefined : footer}
    >
      <div className="flex flex-col gap-3">
        {needsCode && (
          <CodeForm
            isBusy={code.isPending}
            error={code.error}
            onCode={(typed) => code.mutate(typed)}
            onBack={onClose}
          />
        )}
        {!needsCode && !failure && (
          <Spinner label={isWaiting ? 'Waiting for your browser…' : 'One moment…'} />
        )}
        {isWaiting && (
          <>
            <p className="text-secondary">
              Sign in there; this window goes on by itself. If no browser came up, copy the address and open
              it on this computer.
            </p>
            <div className="flex items-center gap-2">
              <code className="min-w-0 flex-1 truncate font-mono text-sm">{waiting.url}</code>
              <CopyButton text={waiting.url} label="Copy address" />
            </div>
          </>
        )}
        <InlineError error={failure} />
      </div>
    </Dialog>
  );
};
