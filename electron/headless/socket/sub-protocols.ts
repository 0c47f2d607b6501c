/** What a socket is opened under; the answer to the client. */
export const socketProtocol = 'quayside';
const tokenPrefix = 'token.';

/** What an upgrade offers: a token, or none. */
export type Offer = { readonly token: string | undefined };

/**
 * The offer of an upgrade with the sub-protocols `quayside` and `token.<token>`, the only header that a browser
 * lets a page choose, or with `quayside` alone; undefined for any other.
 */
export const offerOf = (header: string | undefined): Offer | undefined => {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  if (offered.filter((name) => name === socketProtocol).length !== 1) return undefined;
  const [other, ...more] = offered.filter((name) => name !== socketProtocol);
  if (other === undefined) return { token: undefined };
  const token = other.slice(tokenPrefix.length);
  return more.length === 0 && other.startsWith(tokenPrefix) && token !== '' ? { token } : undefined;
};
