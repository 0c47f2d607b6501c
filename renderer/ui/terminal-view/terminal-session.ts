import { fromBase64 } from './bytes.ts';
import type { TerminalEvent, TerminalPort, TerminalSize } from './terminal-port.ts';

export type TerminalState =
  | { readonly name: 'opening' | 'open' }
  | { readonly name: 'waiting'; readonly reason: string }
  | { readonly name: 'closed'; readonly reason: string };

interface SessionOptions {
  readonly port: TerminalPort;
  /** Where the id is kept, so that a reload finds the same terminal again. */
  readonly memory: { get(): string | undefined; set(terminalId: string | undefined): void };
  readonly size: () => TerminalSize;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onState: (state: TerminalState) => void;
  /** What is shown is about to be replayed from its beginning. */
  readonly onReplay: () => void;
  readonly delayMs?: number;
}

export interface TerminalSession {
  readonly type: (data: string) => void;
  readonly resize: (size: TerminalSize) => void;
  /** Ends the shell on the other side. */
  readonly end: () => void;
  /** Stops listening; the shell goes on and can be re-attached. */
  readonly detach: () => void;
}

const longestWrite = 65_536;

const closedText = (event: Extract<TerminalEvent, { type: 'closed' }>): string => {
  if (event.reason) return event.reason;
  return event.exitCode === null
    ? 'The shell has ended.'
    : `The shell has ended with exit code ${event.exitCode}.`;
};

/** Sends what is typed in order, one call at a time; what is typed meanwhile goes along with the next. */
const createWriter = (port: TerminalPort, terminalId: () => string | undefined) => {
  let pending = '';
  let isSending = false;
  const send = async () => {
    isSending = true;
    while (pending) {
      const id = terminalId();
      const part = pending.slice(0, longestWrite);
      pending = id ? pending.slice(part.length) : '';
      if (id) await port.write(id, part).catch(() => undefined);
    }
    isSending = false;
  };
  return (data: string) => {
    pending += data;
    if (!isSending) void send();
  };
};

/** Opens a terminal or re-attaches to the one remembered, and keeps it over lost connections. */
export const startTerminalSession = (options: SessionOptions): TerminalSession => {
  const { port, memory, size, onBytes, onState, onReplay, delayMs = 1_000 } = options;
  const control = new AbortController();
  const { signal } = control;
  let terminalId = memory.get();

  const handle = (event: TerminalEvent): boolean => {
    if (event.type === 'data') onBytes(fromBase64(event.data));
    if (event.type === 'opened') {
      terminalId = event.terminalId;
      memory.set(terminalId);
      onState({ name: 'open' });
    }
    if (event.type !== 'closed') return false;
    terminalId = undefined;
    memory.set(undefined);
    onState({ name: 'closed', reason: closedText(event) });
    return true;
  };

  const attach = async (): Promise<'closed' | 'lost'> => {
    onReplay();
    const events = await port.open({ ...size(), ...(terminalId ? { terminalId } : {}) }, signal);
    for await (const event of events) if (signal.aborted || handle(event)) return 'closed';
    return 'lost';
  };

  const recover = async (error: unknown): Promise<boolean> => {
    if (terminalId && port.isGone(error)) {
      terminalId = undefined;
      memory.set(undefined);
      return true;
    }
    if (port.isFinal(error)) {
      onState({ name: 'closed', reason: port.errorText(error) });
      return false;
    }
    onState({ name: 'waiting', reason: port.errorText(error) });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return true;
  };

  const run = async () => {
    onState({ name: 'opening' });
    for (;;) {
      try {
        if ((await attach()) === 'closed' || signal.aborted) return;
        onState({ name: 'waiting', reason: 'The connection was cut.' });
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      } catch (error) {
        if (signal.aborted || !(await recover(error))) return;
      }
      if (signal.aborted) return;
    }
  };
  void run();

  return {
    type: createWriter(port, () => terminalId),
    resize: (next) => {
      if (terminalId) void port.resize(terminalId, next).catch(() => undefined);
    },
    end: () => {
      if (terminalId) void port.close(terminalId).catch(() => undefined);
    },
    detach: () => control.abort(),
  };
};
