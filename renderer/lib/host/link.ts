import type { ClientContext, ClientLink } from '@orpc/client';
import { NotConnectedError, setConnection, useConnection } from './connection.ts';
import { isDesktop, openPortLink } from './port-link.ts';
import { isTokenRefused, type OpenLink, openSocketLink } from './socket-link.ts';
import { callWithCredit } from './stream-credit.ts';
import { currentToken, forgetToken, sessionToken } from './token.ts';

const firstDelayMs = 250;
const longestDelayMs = 8_000;
const patienceMs = 10_000;

let waiting = Promise.withResolvers<OpenLink>();
let active: OpenLink | undefined;
let hurry: (() => void) | undefined;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });

/** A port brings no token, so that of a session is shown by its first call. */
const openPort = async (): Promise<OpenLink | undefined> => {
  const opened = await openPortLink();
  const token = sessionToken();
  if (!opened || !token) return opened;
  try {
    await opened.link.call(['session', 'resume'], { sessionToken: token }, { context: {} });
  } catch {
    forgetToken(token);
  }
  return opened;
};

/** Without a token that still is somebody's the connection is nobody's, and the host asks who it is. */
const openSocket = async (): Promise<OpenLink | undefined> => {
  const token = currentToken();
  const opened = await openSocketLink(token);
  if (opened || !token || !(await isTokenRefused(token))) return opened;
  forgetToken(token);
  return openSocketLink(undefined);
};

const open = (): Promise<OpenLink | undefined> => (isDesktop ? openPort() : openSocket());

const holdOpen = async (link: OpenLink): Promise<void> => {
  active = link;
  setConnection('open');
  waiting.resolve(link);
  await link.closed;
  active = undefined;
  waiting = Promise.withResolvers<OpenLink>();
  setConnection('lost');
};

/** Keeps one connection open for as long as the page lives, with back-off between attempts. */
const keepConnected = async (): Promise<void> => {
  let delayMs = firstDelayMs;
  for (;;) {
    const link = await open();
    if (link) {
      delayMs = firstDelayMs;
      await holdOpen(link);
      continue;
    }
    setConnection('lost');
    await pause(delayMs * (0.75 + Math.random() / 2));
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
};

/** Tries again at once, such as when the network came back or a token was typed. */
export const reconnectNow = (): void => hurry?.();

/** Drops a connection that has fallen silent; a new one is opened at once. */
export const dropConnection = (): void => active?.close();

const linkWithinPatience = (): Promise<OpenLink> => {
  const timedOut = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new NotConnectedError('not connected')), patienceMs);
    waiting.promise.finally(() => clearTimeout(timer));
  });
  return Promise.race([waiting.promise, timedOut]);
};

/** A link that outlives its connections: a call made while there is none waits a little for the next. */
export const lastingLink: ClientLink<ClientContext> = {
  call: async (path, input, options) => {
    const { link } = active ?? (await linkWithinPatience());
    return callWithCredit(link, path, input, options);
  },
};

export const startConnection = (): void => {
  window.addEventListener('online', reconnectNow);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && useConnection.getState().state === 'lost') reconnectNow();
  });
  void keepConnected();
};
