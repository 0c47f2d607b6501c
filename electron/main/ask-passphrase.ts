import { BrowserWindow } from 'electron';
import type { UnlockAnswer } from './app-protocol.ts';
import { pagePreferences } from './app-window.ts';
import type { PassphraseQuestion } from './desktop-vault.ts';
import { readUnlockForm, unlockHeaders, unlockPage, unlockStyle, unlockUrl } from './unlock-page.ts';

const longestForm = 8_192;

const html = (body: string): Response =>
  new Response(body, { headers: { ...unlockHeaders, 'content-type': 'text/html; charset=utf-8' } });

const answerTo = async (
  request: Request,
  question: PassphraseQuestion,
  take: (passphrase: string) => void,
): Promise<Response> => {
  const { pathname } = new URL(request.url);
  if (pathname === '/unlock.css') {
    return new Response(unlockStyle, { headers: { ...unlockHeaders, 'content-type': 'text/css' } });
  }
  if (pathname !== '/') return new Response(null, { status: 404, headers: unlockHeaders });
  if (request.method !== 'POST') return html(unlockPage(question));
  const body = await request.text();
  const form = readUnlockForm(question, body.length > longestForm ? '' : body);
  if ('problem' in form) return html(unlockPage(question, form.problem));
  take(form.passphrase);
  return html('<!doctype html><title>Quayside</title><p>Opening…</p>');
};

const openWindow = (): BrowserWindow => {
  const window = new BrowserWindow({
    width: 440,
    height: 360,
    resizable: false,
    fullscreenable: false,
    title: 'Quayside',
    webPreferences: { ...pagePreferences, devTools: false, javascript: false },
  });
  window.removeMenu();
  return window;
};

const closeOnce = (window: BrowserWindow): void => {
  if (!window.isDestroyed()) window.close();
};

/**
 * `ask` for the vault, in a small window of its own (undefined when the person closes it), and `answer` for the
 * protocol: the page of the question that is open.
 */
export const createPassphraseWindow = (): {
  ask(question: PassphraseQuestion): Promise<string | undefined>;
  answer(): UnlockAnswer | undefined;
} => {
  let open: { readonly answer: UnlockAnswer } | undefined;
  const ask = (question: PassphraseQuestion): Promise<string | undefined> =>
    new Promise((resolve) => {
      const window = openWindow();
      const take = (passphrase: string): void => {
        resolve(passphrase);
        setImmediate(() => closeOnce(window));
      };
      const mine = { answer: (request: Request) => answerTo(request, question, take) };
      open = mine;
      window.on('closed', () => {
        if (open === mine) open = undefined;
        resolve(undefined);
      });
      window.loadURL(unlockUrl).catch(() => closeOnce(window));
    });
  return { ask, answer: () => open?.answer };
};
