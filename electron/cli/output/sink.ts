import type { Io } from '../io.ts';
import { blockText, colouredText } from './plain-text.ts';

/** Where a command prints: nothing of it commands the terminal, whatever the caller forgot to take out before. */
export interface Sink extends Io {
  /** Lines of a log, which keep their colours on a terminal. */
  log(text: string): void;
  /** A piece of a file: as it is where it goes to a file or a pipe, as text on a terminal. */
  file(text: string): void;
}

/** The one way to the outside for everything that a command prints; `io` itself is written to by nothing else. */
export function sinkOf(io: Io): Sink {
  return {
    ...io,
    out: (text) => io.out(blockText(text)),
    err: (text) => io.err(blockText(text)),
    log: (text) => io.out(io.isTerminal ? colouredText(text) : blockText(text)),
    file: (text) => io.out(io.isTerminal ? blockText(text) : text),
  };
}
