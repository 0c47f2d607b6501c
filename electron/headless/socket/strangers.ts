import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { createBucket } from '#core/rpc/bucket.ts';

/**
 * What a socket may send before somebody has signed in on it, in bytes: enough for a few tries at a form. It is counted
 * where the bytes arrive, before any of them is decoded.
 */
const strangerBytes = { most: 64 * 1024, perSecond: 16 * 1024 };

/** Messages of one stranger that wait for their turn, and bytes that it may leave unread. */
const [mostWaiting, mostUnread] = [32, 256 * 1024];

const policyViolation = 1008;

/** Destroys a socket that sends too much while `isStranger` says that nobody is signed in on it. */
export function boundStranger(
  socket: Duplex,
  parts: { isStranger: () => boolean; now: () => number; tooMuch: () => void },
): void {
  const bucket = createBucket(strangerBytes, parts.now);
  const count = (chunk: Buffer): void => {
    if (!parts.isStranger()) {
      socket.off('data', count);
      return;
    }
    if (bucket(chunk.length) === 0) return;
    socket.off('data', count);
    parts.tooMuch();
    socket.destroy();
  };
  socket.prependListener('data', count);
}

type Listen = (event: unknown) => unknown;

/**
 * The face of a socket towards the router: while nobody is signed in on it, each message waits for a turn before it is
 * decoded, and the socket is not read meanwhile; afterwards nothing is between the two. Too many messages in one go end it.
 */
export function inTurn(
  socket: WebSocket,
  parts: { isStranger: () => boolean; turn: () => Promise<boolean> },
): Pick<WebSocket, 'addEventListener' | 'send'> {
  const waiting: (() => void)[] = [];
  let isServing = false;

  const end = (): void => {
    waiting.length = 0;
    socket.close(policyViolation, 'too much for somebody who has not signed in');
    socket.resume();
  };

  const serve = async (): Promise<void> => {
    isServing = true;
    socket.pause();
    while (waiting.length > 0) {
      if (parts.isStranger() && !(await parts.turn())) end();
      waiting.shift()?.();
    }
    socket.resume();
    isServing = false;
  };

  const offer = (deliver: () => void): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (!isServing && !parts.isStranger()) deliver();
    else if (waiting.length >= mostWaiting || socket.bufferedAmount > mostUnread) end();
    else waiting.push(deliver);
    if (!isServing && waiting.length > 0) serve().catch(() => socket.terminate());
  };

  const listen = (type: string, listener: Listen): void => {
    if (type === 'close') socket.on('close', listener);
    else socket.addEventListener('message', (event) => offer(() => void listener(event)));
  };
  return {
    send: socket.send.bind(socket),
    addEventListener: listen as WebSocket['addEventListener'],
  };
}
