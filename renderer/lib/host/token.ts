const storageKey = 'quayside.token';
const sessionPrefix = 'qss_';

/**
 * What this window shows to be let in: the host's own token, which arrives once in the fragment of its link and is
 * taken out of the address at once, or that of a session. It lives in this tab, or, for whoever stays signed in,
 * in this browser.
 */
const takeFromAddress = (): string | undefined => {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return undefined;
  sessionStorage.setItem(storageKey, token);
  fragment.delete('token');
  const rest = fragment.size > 0 ? `#${fragment}` : '';
  history.replaceState(history.state, '', location.pathname + location.search + rest);
  return token;
};

export const currentToken = (): string | undefined =>
  takeFromAddress() ?? sessionStorage.getItem(storageKey) ?? localStorage.getItem(storageKey) ?? undefined;

/** Accepts a token or a whole sign-in link, as people paste either. */
export const rememberToken = (pasted: string): void => {
  const token = /[#&]token=([^&\s]+)/.exec(pasted)?.[1] ?? pasted.trim();
  sessionStorage.setItem(storageKey, token);
};

const isKeptInBrowser = (): boolean => localStorage.getItem(storageKey) !== null;

/** Keeps the token of a session that was just begun; `stays` where not said as it was before. */
export const keepSession = (token: string, stays = isKeptInBrowser()): void => {
  const [kept, other] = stays ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
  other.removeItem(storageKey);
  kept.setItem(storageKey, token);
};

/** Forgets a token that is nobody's any more, wherever it is kept. */
export const forgetToken = (token: string | undefined): void => {
  for (const storage of [sessionStorage, localStorage])
    if (storage.getItem(storageKey) === token) storage.removeItem(storageKey);
};

/** The token of this window's session; undefined where it has the host's own, or none. */
export const sessionToken = (): string | undefined => {
  const token = currentToken();
  return token?.startsWith(sessionPrefix) ? token : undefined;
};

const deviceKey = (email: string): string => `quayside.device.${email.trim().toLowerCase()}`;

/** What tells the host that this browser was signed in from before as that person; it opens nothing by itself. */
export const knownDevice = (email: string): { device?: string } => {
  const device = localStorage.getItem(deviceKey(email));
  return device === null ? {} : { device };
};

/** Keeps it for the next sign-in from here. */
export const keepDevice = (email: string, device: string | undefined): void => {
  if (device !== undefined) localStorage.setItem(deviceKey(email), device);
};
