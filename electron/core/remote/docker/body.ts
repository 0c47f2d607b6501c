import type { IncomingMessage } from 'node:http';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from '../ssh/deadline.ts';
import { timedOut, unreachable } from '../ssh/failure.ts';
import { requestTimeoutMs } from './request.ts';

export interface BodyBounds {
  readonly server: string;
  readonly action: string;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** No single answer of Docker that is read whole may be longer. */
const maxBodyBytes = 32 * 1024 * 1024;

/** Reads an answer to its end, within the deadline and the size a server may make us keep. */
export const readBody = (response: IncomingMessage, bounds: BodyBounds): Promise<Buffer> => {
  const { server, action, timeoutMs = requestTimeoutMs, signal } = bounds;
  const onTimeout = () => timedOut(server, `${action}: Docker's answer did not end`);
  return withDeadline<Buffer>({ timeoutMs, signal, what: action, onTimeout }, (resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else {
        reject(new AppError('LIMIT', { what: `Docker's answer (${action})`, limit: maxBodyBytes }));
        response.destroy();
      }
    });
    response.once('end', () => resolve(Buffer.concat(chunks)));
    response.once('error', (error) => reject(unreachable(server, error)));
    response.once('close', () => {
      if (!response.complete) reject(unreachable(server, new Error('the answer was cut off')));
    });
    return () => response.destroy();
  });
};
