import { request } from 'node:https';
import { canBePublic, NotPublicError, publicLookup } from './public-address.ts';

interface PublicRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
  readonly limitBytes: number;
}

/**
 * Asks an https address of the public internet, follows no redirect, and reads so many bytes at most. The addresses
 * are judged where the connection is made (see `publicLookup`). Rejects whatever goes wrong.
 */
export function requestPublic(
  url: URL,
  { method, headers, body, signal, limitBytes }: PublicRequest,
): Promise<Response> {
  if (url.protocol !== 'https:' || !canBePublic(url.hostname)) {
    return Promise.reject(new NotPublicError(url.hostname));
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, signal, lookup: publicLookup, agent: false });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status < 200 || (status >= 300 && status < 400)) {
        sent.destroy(new Error(`it answered with status ${status}`));
        return;
      }
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.byteLength;
        if (size > limitBytes) sent.destroy(new Error('the answer is too long'));
      });
      answer.once('error', reject);
      answer.once('end', () => {
        const hasBody = ![204, 205, 304].includes(status);
        const told = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
          typeof value === 'string' ? [[name, value]] : [],
        );
        resolve(
          new Response(hasBody ? Buffer.concat(parts) : null, {
            status,
            headers: told,
          }),
        );
      });
    });
    sent.end(body ?? undefined);
  });
}
