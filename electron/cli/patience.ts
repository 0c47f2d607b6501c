import type { Io } from './io.ts';

/** Above what people take for an answer without delay. */
const quietMs = 2_000;

export interface Patience {
  /** Says from now on nothing more. */
  end(): void;
}

/** Says what is waited for, on standard error, unless it came within two seconds. */
export function tellWhatIsWaitedFor(io: Pick<Io, 'err'>, text: string): Patience {
  const timer = setTimeout(() => io.err(`${text} Ctrl+C ends this command.\n`), quietMs);
  timer.unref();
  return { end: () => clearTimeout(timer) };
}
