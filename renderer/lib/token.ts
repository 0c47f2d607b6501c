const storageKey = 'quayside.token';

/**
 * The bearer token of this window. It arrives once in the fragment of the sign-in link, is taken out of the
 * address at once, and lives in this tab's session storage.
 */
const takeFromAddress = (): string | undefined => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return undefined;
  sessionStorage.setItem(storageKey, token);
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
};

export const currentToken = (): string | undefined =>
  takeFromAddress() ?? sessionStorage.getItem(storageKey) ?? undefined;

/** Accepts a token or a whole sign-in link, as people paste either. */
export const rememberToken = (pasted: string): void => {
  const token = /[#&]token=([^&\s]+)/.exec(pasted)?.[1] ?? pasted.trim();
  sessionStorage.setItem(storageKey, token);
};
