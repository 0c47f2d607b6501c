import type { IncomingMessage } from 'node:http';

/** A stranger's body is small: whoever takes longer for it than for a head is cut off. */
export const cutSlowBody = (request: IncomingMessage, withinMs: number): void => {
  const cut = setTimeout(() => request.destroy(), withinMs);
  request.once('end', () => clearTimeout(cut)).once('close', () => clearTimeout(cut));
};
