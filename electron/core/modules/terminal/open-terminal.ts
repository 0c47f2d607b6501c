import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Terminal as Shell } from '../../remote/ssh/terminal.ts';
import { Reader } from './reader.ts';
import { Scrollback } from './scrollback.ts';

const scrollbackBytes = 256 * 1024;
/** Unread bytes at which the shell is held up, and at which it goes on. */
const [highBytes, lowBytes] = [512 * 1024, 128 * 1024];
/** Typed bytes that the other side has not taken yet. */
const typedLimitBytes = 4 * 1024 * 1024;

type Ended = Extract<TerminalEvent, { type: 'closed' }>;

const closedBy = (error: unknown): Ended => ({
  type: 'closed',
  exitCode: null,
  reason: error instanceof AppError ? error.message : 'The connection to the terminal was lost.',
});

/** One shell with at most one reader. Without a reader it goes on for `detachedMs` and is then ended. */
export class OpenTerminal {
  readonly #shell: Shell;
  readonly #scrollback = new Scrollback(scrollbackBytes);
  readonly #detachedMs: number;
  readonly #onGone: () => void;
  #reader: Reader | null = null;
  #ended: Ended | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(shell: Shell, parts: { detachedMs: number; onGone: () => void }) {
    this.#shell = shell;
    this.#detachedMs = parts.detachedMs;
    this.#onGone = parts.onGone;
    shell.stream.on('data', (chunk: Buffer) => this.#read(chunk));
    shell.done.then(
      ({ exitCode }) => this.#end({ type: 'closed', exitCode }),
      (error: unknown) => this.#end(closedBy(error)),
    );
    this.#leaveAlone();
  }

  #read(chunk: Buffer): void {
    this.#scrollback.push(chunk);
    this.#reader?.push(chunk);
    if (this.#reader && this.#reader.bytes > highBytes) this.#shell.stream.pause();
  }

  #end(ended: Ended): void {
    this.#ended ??= ended;
    this.#reader?.wake();
  }

  /** Nobody looks: output flows into the scrollback only, and the minute begins. */
  #leaveAlone(): void {
    this.#shell.stream.resume();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.terminate('Nobody looked at it for too long.'), this.#detachedMs);
    this.#timer.unref();
  }

  /** Everything still remembered, then what comes. Takes the terminal over from an earlier reader. */
  async *attach(terminalId: string, signal: AbortSignal): AsyncGenerator<TerminalEvent, void> {
    this.#reader?.replace();
    const reader = new Reader();
    this.#reader = reader;
    clearTimeout(this.#timer);
    reader.push(this.#scrollback.read());
    try {
      yield { type: 'opened', terminalId };
      while (!signal.aborted) {
        const chunk = reader.isReplaced ? undefined : reader.take();
        if (chunk) {
          if (reader.bytes < lowBytes) this.#shell.stream.resume();
          yield { type: 'data', data: chunk.toString('base64') };
        } else if (reader.isReplaced) {
          yield { type: 'closed', exitCode: null, reason: 'It goes on in another window.' };
          return;
        } else if (this.#ended) {
          this.terminate('');
          yield this.#ended;
          return;
        } else await reader.wait(signal);
      }
    } finally {
      if (this.#reader === reader) {
        this.#reader = null;
        this.#leaveAlone();
      }
    }
  }

  /** Types into the shell. LIMIT where it takes nothing any more. */
  write(text: string): void {
    if (this.#ended) return;
    if (this.#shell.stream.writableLength > typedLimitBytes) {
      throw new AppError('LIMIT', { what: 'Text waiting for the terminal', limit: typedLimitBytes });
    }
    this.#shell.stream.write(text, 'utf8');
  }

  async resize(columns: number, rows: number): Promise<void> {
    if (!this.#ended) await this.#shell.resize(columns, rows);
  }

  /** Ends the shell; a reader is told why. */
  terminate(reason: string): void {
    clearTimeout(this.#timer);
    this.#end({ type: 'closed', exitCode: null, reason });
    this.#shell.close();
    // an ssh2 channel with unread bytes never closes
    this.#shell.stream.resume();
    this.#onGone();
  }
}
