import '@xterm/xterm/css/xterm.css';
import '../log-view/log-view.css';
import './terminal-view.css';
import { RotateCcw, SquareX } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../button.tsx';
import { type MountedTerminal, mountTerminal } from './mount-terminal.ts';
import type { TerminalPort } from './terminal-port.ts';
import type { TerminalState } from './terminal-session.ts';

interface TerminalViewProps {
  /** Names the terminal, and its memory: views of one key show one shell. */
  readonly memoryKey: string;
  readonly label: string;
  readonly port: TerminalPort;
  readonly tools?: ReactNode;
}

const words: Record<TerminalState['name'], string> = {
  opening: 'Opening …',
  open: 'Open',
  waiting: 'Interrupted, coming back',
  closed: 'Ended',
};

/** A terminal on another machine. Takes the height it is given; leaving the page does not end the shell. */
export const TerminalView = ({ memoryKey, label, port, tools }: TerminalViewProps) => {
  const box = useRef<HTMLDivElement>(null);
  const leave = useRef<HTMLButtonElement>(null);
  const mounted = useRef<MountedTerminal>(undefined);
  const [state, setState] = useState<TerminalState>({ name: 'opening' });
  const [generation, setGeneration] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another terminal
  useEffect(() => {
    if (!box.current) return;
    const terminal = mountTerminal({
      box: box.current,
      label: `${label}. Shift Escape leaves the terminal.`,
      port,
      memoryKey,
      onState: setState,
      onLeave: () => leave.current?.focus(),
    });
    mounted.current = terminal;
    terminal.focus();
    return terminal.unmount;
  }, [memoryKey, generation]);
  const reason = 'reason' in state ? state.reason : '';
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-9 items-center gap-2 border-line border-b bg-panel px-2 py-1">
        {tools}
        <span role="status" className="min-w-0 flex-1 truncate text-secondary text-sm" title={reason}>
          {words[state.name]}
          {reason && ` · ${reason}`}
        </span>
        <span className="text-muted text-sm max-md:hidden">Shift Esc leaves the terminal</span>
        {state.name === 'closed' ? (
          <Button ref={leave} size="sm" icon={RotateCcw} onClick={() => setGeneration((at) => at + 1)}>
            Open a new one
          </Button>
        ) : (
          <Button ref={leave} size="sm" icon={SquareX} onClick={() => mounted.current?.end()}>
            End
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1 bg-canvas p-2">
        <div
          ref={box}
          data-owns-keyboard
          className="h-full overflow-hidden bg-canvas font-mono text-primary"
        />
      </div>
    </div>
  );
};
