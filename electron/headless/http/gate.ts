import type { IncomingMessage } from 'node:http';
import { isCrossSite, isOurHost, isOurOrigin, provenanceOf } from './origins.ts';
import { invalidRequest, type Problem, problemFor } from './problem.ts';
import type { RequestTarget } from './request-target.ts';

export const unauthenticated = (reason: string, status = 401): Problem =>
  problemFor('UNAUTHENTICATED', { reason }, status);

/** What is wrong with a request before anybody looks at who asks; undefined where nothing is. */
export const objectionTo = (
  request: IncomingMessage,
  target: RequestTarget | undefined,
  hosts: ReadonlySet<string>,
): Problem | undefined => {
  if (!target) return invalidRequest('the request target must be a path that begins with exactly one /');
  const from = provenanceOf(request.rawHeaders);
  if (!isOurHost(from, hosts)) {
    return unauthenticated(`this host answers only as ${[...hosts].join(', ')}`, 421);
  }
  if (!isOurOrigin(from)) return unauthenticated('requests from other origins are refused', 403);
  // Following a link to a page is fine; anything else that another site causes is not.
  if (isCrossSite(from) && request.headers['sec-fetch-mode'] !== 'navigate') {
    return unauthenticated('requests from other sites are refused', 403);
  }
  return undefined;
};
