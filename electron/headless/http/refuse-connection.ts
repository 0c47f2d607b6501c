import type { Duplex } from 'node:stream';
import { STATUS_CODES } from './node-http.ts';
import type { Problem } from './problem.ts';

/** How long a refused client has to read why, whether it closes its end or not. */
const lingerMs = 1_000;

/**
 * Answers a connection that has no response object (upgrade, CONNECT, broken HTTP) with a problem, and destroys it: at
 * once where the client closes too, and soon after in any case.
 */
export const refuseConnection = (socket: Duplex, sent: Problem): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(sent);
  const head = [
    `HTTP/1.1 ${sent.status} ${STATUS_CODES[sent.status] ?? 'Refused'}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // What the client goes on sending is thrown away: unread, it would make the system reset what we said.
  socket.resume();
  const end = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(end));
};
