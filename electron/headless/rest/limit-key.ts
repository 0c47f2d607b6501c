import type { ServerResponse } from 'node:http';
import type { AdmittedKey, RequestContext } from '#core/rpc/context.ts';
import { problemFor, sendProblem } from '../http/problem.ts';

/** How much a key has left, on every answer. Source: draft-ietf-httpapi-ratelimit-headers, 03. */
const setLimitHeaders = (response: ServerResponse, { allowance }: AdmittedKey): void => {
  const { limit, remaining, resetSeconds } = allowance;
  if (limit === undefined || remaining === undefined) return;
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  if (resetSeconds !== undefined) response.setHeader('ratelimit-reset', resetSeconds);
};

/**
 * Tells a key on the answer what its limits leave it, and refuses a request beyond them; a cap that nothing refills
 * is refused without `Retry-After`, since waiting is no use. Answers whether it refused.
 */
export const refuseBeyondLimit = (
  response: ServerResponse,
  { connection, store }: RequestContext,
): boolean => {
  if (connection.identity.type !== 'key') return false;
  const { bearer } = connection.identity;
  setLimitHeaders(response, bearer);
  const { isAllowed, limit = 0, resetSeconds } = bearer.allowance;
  if (isAllowed) return false;
  const retryAt =
    resetSeconds === undefined ? undefined : new Date(store.now() + resetSeconds * 1_000).toISOString();
  sendProblem(
    response,
    problemFor('LIMIT', { what: `Requests of the ${bearer.label}`, limit, retryAt }),
    resetSeconds === undefined ? {} : { 'retry-after': String(resetSeconds) },
  );
  return true;
};
