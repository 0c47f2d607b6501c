import * as z from 'zod';

const storageKey = 'quayside.oidc';

export type Purpose = 'sign-in' | 'link';

/** What this window began, kept while it is at the provider. */
const Begun = z.object({ flow: z.string(), purpose: z.enum(['sign-in', 'link']), back: z.string() });
type Begun = z.infer<typeof Begun>;

/** What came back, and the secret of the window that it is for. */
export interface Answer {
  readonly flow: string;
  readonly state: string;
  readonly code?: string | undefined;
  readonly issuer?: string | undefined;
  readonly error?: string | undefined;
}

/** What this window was at the provider for, with what came of it. */
export interface Return {
  readonly purpose: Purpose;
  /** Where it was before. */
  readonly back: string;
  readonly answer: Answer;
}

export const callbackPath = '/oidc/callback';

/** Where a provider sends a desktop’s browser back to, on a port that is another one each time. */
export const desktopCallbackUrls = {
  plain: `http://127.0.0.1${callbackPath}`,
  withPort: `http://127.0.0.1:*${callbackPath}`,
};

/** Where a provider sends the browser back to; to be entered there. */
export const callbackUrl = (): string => `${location.origin}${callbackPath}`;

export const keepBegun = (begun: Begun): void => sessionStorage.setItem(storageKey, JSON.stringify(begun));

const readBegun = (): Begun | undefined => {
  try {
    return Begun.safeParse(JSON.parse(sessionStorage.getItem(storageKey) ?? '')).data;
  } catch {
    return undefined;
  }
};

/** Takes what came back out of the address and the storage; a second time there is nothing. */
export const takeReturn = (): Return | undefined => {
  const begun = readBegun();
  sessionStorage.removeItem(storageKey);
  const parameters = new URLSearchParams(location.search);
  history.replaceState(history.state, '', location.pathname);
  const state = parameters.get('state');
  if (!begun || !state) return undefined;
  const { flow, purpose, back } = begun;
  const [code, issuer, error] = ['code', 'iss', 'error'].map((name) => parameters.get(name));
  const given = { ...(code ? { code } : {}), ...(issuer ? { issuer } : {}), ...(error ? { error } : {}) };
  return { purpose, back, answer: { flow, state, ...given } };
};
