import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The far end of a connection: a channel of SSH, which says by `close` that it wants to go. */
export type FarEnd = Duplex & { close?(): void };

interface RelayOptions {
  /** Whether the way to the service is gone: what looks like an end of the answer then is none. */
  readonly isCut?: () => boolean;
  readonly lingerMs?: number;
}

/** A client that vanished after it had ended its half is found by the operating system's own probes. */
const probeMs = 60_000;

/**
 * Carries bytes both ways until both have ended. Whoever reads slowly holds up only its own connection; an end of one way
 * is passed on and leaves the other open, but a client that keeps its half open a minute after the service ended is let go.
 * A cut is told as a reset, so that nobody takes half an answer for a whole one.
 */
export function relay(socket: Socket, far: FarEnd, options: RelayOptions = {}): void {
  const { isCut = () => false, lingerMs = 60_000 } = options;
  let timer: NodeJS.Timeout | undefined;
  const reset = (): void => {
    socket.resetAndDestroy();
  };
  const ended = (): void => {
    timer ??= setTimeout(reset, lingerMs).unref();
    if (isCut()) reset();
    else socket.end();
  };
  socket.setKeepAlive(true, probeMs);
  far.on('error', reset);
  far.once('end', ended);
  far.once('close', ended);
  socket.once('close', () => {
    clearTimeout(timer);
    letGo(far);
  });
  far.pipe(socket, { end: false });
  socket.pipe(far);
}

/** An ssh2 channel with unread bytes never closes: what nobody reads any more is read away. */
export function letGo(far: FarEnd): void {
  far.unpipe();
  if (far.close) {
    far.end();
    far.close();
  } else far.destroy();
  far.resume();
}
