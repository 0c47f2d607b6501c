import type { Socket } from 'node:net';

/**
 * Sends what is written in one turn of the event loop by one call to the system. ssh2 writes each packet in three pieces
 * (length, content, code), which without Nagle's delay would be three segments, each of which wakes the server.
 */
export function inOneSegment(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...args: readonly unknown[]) => boolean;
  socket.write = (...args: readonly unknown[]): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...args);
  };
  return socket;
}
