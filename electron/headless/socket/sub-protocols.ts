/** What a socket is opened under; the answer to the client. */
export const socketProtocol = 'quayside';
const tokenPrefix = 'token.';

/**
 * The token of an upgrade that offers the sub-protocols `quayside` and `token.<token>`, the only header that
 * a browser lets a page choose; undefined for any other offer.
 */
export const offeredToken = (header: string | undefined): string | undefined => {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  const tokens = offered.filter((name) => name.startsWith(tokenPrefix));
  const isOurs = offered.length === 2 && offered.includes(socketProtocol) && tokens.length === 1;
  return isOurs ? tokens[0]?.slice(tokenPrefix.length) : undefined;
};
