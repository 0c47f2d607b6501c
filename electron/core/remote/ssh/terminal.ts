import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { quoteCommand } from './quote.ts';
import { openSession } from './session.ts';
import { exitOf, type RemoteExit } from './spawn.ts';
import type { SshConnection } from './types.ts';

/** An interactive session: bytes both ways, a size, and an end. */
export interface Terminal {
  readonly stream: Duplex;
  readonly done: Promise<RemoteExit>;
  resize(columns: number, rows: number): Promise<void>;
  close(): void;
}

export interface TerminalOptions {
  /** The login shell unless said. */
  readonly argv?: readonly string[] | undefined;
  readonly cols: number;
  readonly rows: number;
  readonly term?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps what a window says within what a pseudo terminal can be. */
export const terminalSize = (cols: number, rows: number) => {
  const within = (n: number) => Math.min(1000, Math.max(1, Math.trunc(n) || 1));
  return { cols: within(cols), rows: within(rows) };
};

const terminalOf = (connection: SshConnection, channel: ClientChannel): Terminal => {
  channel.stderr.resume();
  return {
    stream: channel,
    done: exitOf(connection, channel),
    resize: async (columns, lines) => {
      const { cols, rows } = terminalSize(columns, lines);
      channel.setWindow(rows, cols, 0, 0);
    },
    close: () => {
      channel.signal('HUP');
      channel.close();
    },
  };
};

/** Opens a pseudo terminal with the login shell or a program; it counts as one of the 8 sessions. */
export const openTerminal = async (
  connection: SshConnection,
  options: TerminalOptions,
): Promise<Terminal> => {
  const { argv, term = 'xterm-256color', signal } = options;
  const pty = { ...terminalSize(options.cols, options.rows), width: 0, height: 0, term };
  const channel = await openSession(
    connection,
    (done) =>
      argv ? connection.client.exec(quoteCommand(argv), { pty }, done) : connection.client.shell(pty, done),
    signal,
  );
  const terminal = terminalOf(connection, channel);
  signal?.addEventListener('abort', terminal.close, { once: true });
  channel.once('close', () => signal?.removeEventListener('abort', terminal.close));
  return terminal;
};
