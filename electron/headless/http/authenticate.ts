import type { OpenCore } from '#core/open-core.ts';
import type { Identity } from '#core/rpc/context.ts';
import { looksLikeApiKey } from '#shared/model/api-key.ts';
import { AppError } from '#shared/model/errors.ts';
import type { IsToken } from './token.ts';

/**
 * Whom a token speaks for, `from` an address: nobody without one. Throws UNAUTHENTICATED for a token that is no
 * longer, or never was, anybody's.
 */
export type Authenticate = (token: string | undefined, from: string) => Identity;

/** The one place where a token that came over the network becomes an identity, whatever kind of token it is. */
export const createAuthenticate =
  (core: OpenCore, isOperator: IsToken): Authenticate =>
  (token, from) => {
    const { apiKeys, sessions } = core.services;
    if (token === undefined) return { type: 'nobody' };
    if (isOperator(token)) return { type: 'operator' };
    if (looksLikeApiKey(token)) return { type: 'key', bearer: apiKeys.admit(token, from) };
    const sessionId = sessions.find(token);
    if (sessionId !== undefined) return { type: 'session', sessionId };
    throw new AppError('UNAUTHENTICATED', {
      reason:
        'This token is not known here: it was signed out, it ended, or it is of another start of the host. Sign in again, or open the link that the host printed.',
    });
  };
