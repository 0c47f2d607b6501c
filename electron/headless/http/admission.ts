import type { IncomingMessage } from 'node:http';
import type { OpenCore, Session } from '#core/open-core.ts';
import { looksLikeApiKey } from '#shared/model/api-key.ts';
import { AppError } from '#shared/model/errors.ts';
import { createAuthenticate } from './authenticate.ts';
import { type Problem, problemFor } from './problem.ts';
import type { IsToken } from './token.ts';

/** The limits of a key count requests, and a socket is one request with any number of calls in it. */
const notForWindows = (): AppError =>
  new AppError('UNAUTHENTICATED', {
    reason: 'API keys open the REST interface, not the socket of a window.',
  });

/** A session for a request or an upgrade with this token, or why there is none. */
export type Admit = (
  request: IncomingMessage,
  transport: 'http' | 'websocket',
  token: string | undefined,
) => { readonly session: Session } | { readonly problem: Problem };

/** Decides who comes in. */
export const createAdmission = (core: OpenCore, isToken: IsToken): Admit => {
  const authenticate = createAuthenticate(core, isToken);
  return (request, transport, token) => {
    const address = request.socket.remoteAddress ?? '';
    const agent = request.headers['user-agent'] ?? '';
    try {
      if (transport === 'websocket' && token !== undefined && looksLikeApiKey(token)) throw notForWindows();
      const identity = authenticate(token, address);
      return { session: core.openSession({ transport, identity, address, agent }) };
    } catch (error) {
      if (error instanceof AppError) return { problem: problemFor(error.code, error.data) };
      throw error;
    }
  };
};
