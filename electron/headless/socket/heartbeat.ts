import type { WebSocket } from 'ws';

/** Unsent bytes after which a reader counts as gone; streams with credit stay far below. */
const backlogLimit = 64 * 1024 * 1024;

/**
 * Pings each of these sockets once in `intervalMs` and drops those that did not answer the ping before, so that a
 * half-open connection is found within two intervals. Answers how to stop.
 */
export const keepAlive = (sockets: () => Iterable<WebSocket>, intervalMs: number): (() => void) => {
  const waiting = new WeakSet<WebSocket>();
  const beat = (socket: WebSocket): void => {
    if (waiting.has(socket) || socket.bufferedAmount > backlogLimit) {
      socket.terminate();
      return;
    }
    waiting.add(socket);
    socket.once('pong', () => waiting.delete(socket));
    socket.ping();
  };
  const timer = setInterval(() => {
    for (const socket of sockets()) beat(socket);
  }, intervalMs);
  return () => clearInterval(timer);
};
