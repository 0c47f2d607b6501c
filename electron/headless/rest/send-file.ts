import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditChunk } from '#shared/contract/audit.ts';
import { securityHeaders } from '../http/security-headers.ts';

/** Whether a client that does not ask for server-sent events gets a stream as a plain file instead. */
export const wantsFile = (request: IncomingMessage, path: string): boolean =>
  path.endsWith('/audit/export') && !request.headers.accept?.includes('text/event-stream');

const unsafe = /[^\w.-]+/g;

const headOf = ({ fileName = 'export', mediaType = 'text/plain; charset=utf-8' }: AuditChunk) => ({
  ...securityHeaders,
  'content-type': mediaType,
  'content-disposition': `attachment; filename="${fileName.replaceAll(unsafe, '-')}"`,
  'cache-control': 'no-store',
});

/**
 * Sends a stream of chunks as a download. Nothing is sent before the first chunk is there, so that a refusal is still
 * an answer of its own; a failure after it breaks the connection, so that nobody takes the half for the whole.
 */
export const sendFile = async (
  response: ServerResponse,
  source: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<void> => {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    if (!next.done) response.writeHead(200, headOf(next.value as AuditChunk));
    while (!next.done) {
      const { text } = next.value as AuditChunk;
      if (!response.write(text)) await once(response, 'drain', { signal });
      next = await iterator.next();
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
  } finally {
    await iterator.return?.();
  }
};
