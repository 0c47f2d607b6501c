import type { AccessRequest } from '#shared/contract/access.ts';

/** What state each request was in. */
export type Known = ReadonlyMap<string, AccessRequest['state']>;

/** The caller's own requests that were open before and are answered now. */
export const answeredSince = (before: Known, requests: readonly AccessRequest[]): AccessRequest[] =>
  requests.filter(
    ({ id, isOwn, state }) =>
      isOwn && before.get(id) === 'open' && (state === 'granted' || state === 'declined'),
  );
