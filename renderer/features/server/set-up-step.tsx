import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { type SetUp, useSetUp } from '../../lib/setup/use-set-up.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SetupSteps } from './setup-steps.tsx';

interface SetUpStepProps {
  readonly serverId: string;
  readonly name: string;
  readonly onReady: () => void;
  /** The set-up goes on without the dialog. */
  readonly onLeave: () => void;
}

/** Sets a server up in the dialog in which it was added: its steps live, its script one click away. */
export function SetUpStep({ serverId, name, onReady, onLeave }: SetUpStepProps) {
  const setUp = useSetUp(serverId, onReady);
  useStartOnce(setUp);
  const { current, error, start, isStarting } = setUp;
  const isOver = error !== null || (current !== undefined && ['failed', 'cancelled'].includes(current.state));
  return (
    <Dialog
      isOpen
      onClose={onLeave}
      width="lg"
      title={`Setting ${name} up`}
      description={
        isOver
          ? 'What was done stays; trying again goes on from there.'
          : 'What is there already stays as it is. It goes on when you leave this dialog.'
      }
      footer={
        <>
          <Button onClick={onLeave}>{isOver ? 'Close' : 'Go on in the background'}</Button>
          {isOver && (
            <Button variant="primary" isBusy={isStarting} onClick={start}>
              Try again
            </Button>
          )}
        </>
      }
    >
      {current?.reason && (
        <Notice tone={current.state === 'failed' ? 'danger' : 'warning'} title="The set-up did not succeed">
          {current.reason}
        </Notice>
      )}
      <Loaded query={{ data: current?.steps, error }} doing="Looking at what is there">
        {(steps) => <SetupSteps steps={steps} />}
      </Loaded>
      <Script serverId={serverId} />
    </Dialog>
  );
}

/** To trust the server was the decision; the set-up begins by itself. */
function useStartOnce({ start }: SetUp): void {
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    start();
  }, [start]);
}

function Script({ serverId }: { readonly serverId: string }) {
  const [isOpen, setOpen] = useState(false);
  const plan = useQuery(orpc.setup.plan.queryOptions({ input: { serverId }, enabled: isOpen, gcTime: 0 }));
  return (
    <details className="mt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="font-medium text-secondary text-sm">
        Show the script that runs on the server
      </summary>
      <Loaded query={plan} doing="Reading the script">
        {({ script }) => <CodeBlock text={script} label="the script" maxHeight={280} />}
      </Loaded>
    </details>
  );
}
