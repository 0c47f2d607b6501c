import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { OpenCore } from '#core/open-core.ts';
import { cutSlowBody } from './cut-slow-body.ts';
import { unauthenticated } from './gate.ts';
import { invalidRequest, type Problem, problemFor, sendProblem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** What stands before the id of a webhook. */
export const hooksPath = '/hooks/';

/** A git server sends more only where a push is of thousands of commits; the look of the next minute finds it. */
const limitBytes = 1024 * 1024;

const refused = unauthenticated('there is no such webhook, or something else signed this');
const tooLarge = problemFor('LIMIT', { what: 'The body is too large (bytes)', limit: limitBytes }, 413);
const tooMany = problemFor('LIMIT', { what: 'Deliveries to a webhook come too fast' });

interface Parts {
  readonly webhooks: OpenCore['services']['autoDeploys']['webhooks'];
  /** How long a body may take. */
  readonly withinMs: number;
  /** A turn among all whom nobody knows; false where too many wait. */
  takeTurn(socket: Socket): Promise<boolean>;
}

/**
 * Answers `POST /hooks/<id>`: 202 where its secret signed the body, and to all else the same, whether there is such a
 * webhook or not. Nothing of a body is kept or parsed; what it means is asked of the git server itself.
 */
export const createTakeDelivery = ({ webhooks, withinMs, takeTurn }: Parts) => {
  const refuse = (response: ServerResponse, sent: Problem, headers: Record<string, string> = {}): void =>
    sendProblem(response, sent, { ...headers, connection: 'close' });

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    if (request.method !== 'POST') {
      refuse(response, invalidRequest('the method must be POST', 405), { allow: 'POST' });
      return;
    }
    cutSlowBody(request, withinMs);
    if (!(await takeTurn(request.socket))) return refuse(response, tooMany, { 'retry-after': '1' });
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return refuse(response, tooLarge);
    const delivery = webhooks.begin(path.slice(hooksPath.length), request.headers);
    const isWhole = await readInto(request, (bytes) => delivery.update(bytes));
    if (isWhole === 'cut') return;
    if (isWhole === 'too-large') return refuse(response, tooLarge);
    const reception = delivery.end();
    if (reception === 'refused') refuse(response, refused);
    else if (reception === 'too-many') refuse(response, tooMany, { 'retry-after': '60' });
    else {
      const headers = { ...securityHeaders, 'content-length': 0, 'cache-control': 'no-store' };
      response.writeHead(202, headers).end();
    }
  };
};

/** Reads a body to its end; what the client or the time cut off is nobody's fault here. */
const readInto = async (
  request: IncomingMessage,
  take: (bytes: Buffer) => void,
): Promise<'whole' | 'cut' | 'too-large'> => {
  let total = 0;
  try {
    for await (const bytes of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      total += bytes.length;
      if (total > limitBytes) return 'too-large';
      take(bytes);
    }
    return 'whole';
  } catch (error) {
    if (request.destroyed) return 'cut';
    throw error;
  }
};
