import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { CallOptions, HostClient } from './host/client.ts';

type Input = Readonly<Record<string, unknown>>;

const sizeOf = ({ columns, rows }: { columns?: number; rows?: number }): Input => ({
  columns: columns ?? 80,
  rows: rows ?? 24,
});

/** Sends what is typed in the order it was typed, one request at a time. */
const createTyping = (send: (data: string) => Promise<unknown>) => {
  let waiting = '';
  let isSending = false;
  const flush = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    try {
      while (waiting !== '') {
        const data = waiting;
        waiting = '';
        await send(data);
      }
    } finally {
      isSending = false;
    }
  };
  return (data: string): Promise<void> => {
    waiting += data;
    return flush();
  };
};

/**
 * Connects this terminal to a shell on a server or in a container, raw in both directions, until the shell
 * ends. Answers its exit code. Without a terminal, standard input is typed and then ended.
 */
export const runTerminal = async (
  client: HostClient,
  operation: string,
  input: Input,
  options: CallOptions,
): Promise<number> => {
  const { stdin, stdout } = process;
  const isRaw = stdin.isTTY === true;
  const cleanUp: (() => void)[] = [];

  // What could not be typed: the stream ends by itself then, and this says why.
  let untyped: unknown;
  const attach = (terminalId: string): void => {
    const onFailed = (error: unknown): void => {
      untyped = error;
    };
    const type = createTyping((data) => client.call('terminal.write', { terminalId, data }, options));
    const onData = (data: string): void => {
      type(data).catch(onFailed);
    };
    const onEnd = (): void => onData('\u0004');
    const onResize = (): void => {
      client.call('terminal.resize', { terminalId, ...sizeOf(stdout) }, options).catch(onFailed);
    };
    if (isRaw) stdin.setRawMode(true);
    stdin.setEncoding('utf8').on('data', onData).on('end', onEnd).resume();
    stdout.on('resize', onResize);
    cleanUp.push(() => {
      if (isRaw) stdin.setRawMode(false);
      stdin.off('data', onData).off('end', onEnd).pause();
      stdout.off('resize', onResize);
    });
  };

  try {
    const events = client.stream(operation, { ...sizeOf(stdout), ...input }, options);
    for await (const item of events) {
      const event = item as TerminalEvent;
      if (event.type === 'opened') attach(event.terminalId);
      else if (event.type === 'data') stdout.write(Buffer.from(event.data, 'base64'));
      else return event.exitCode ?? exitCodes.failed;
    }
    throw untyped ?? new Failure('The shell ended without saying how.', exitCodes.failed);
  } finally {
    for (const undo of cleanUp) undo();
  }
};
