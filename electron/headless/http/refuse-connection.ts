import type { Duplex } from 'node:stream';
import { STATUS_CODES } from './node-http.ts';
import type { Problem } from './problem.ts';

/** Answers a connection that has no response object (upgrade, broken HTTP) with a problem, and ends it. */
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
};
