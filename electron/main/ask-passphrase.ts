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

/** Asks in a small window of its own; undefined when the person closes it. */
const ask = (
  question: PassphraseQuestion,
  answering: (answer: UnlockAnswer | undefined) => void,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const window = new BrowserWindow({
      width: 440,
      height: 360,
      resizable: false,
      fullscreenable: false,
      title: 'Quayside',
      webPreferences: { ...pagePreferences, devTools: false, javascript: false },
    });
    window.removeMenu();
    answering((request) =>
      answerTo(request, question, (passphrase) => {
        resolve(passphrase);
        setImmediate(() => window.close());
      }),
    );
    window.on('closed', () => {
      answering(undefined);
      resolve(undefined);
    });
    window.loadURL(unlockUrl).catch(() => window.close());
  });

/** `ask` for the vault, and the answers of its page for the protocol. */
export const createPassphraseWindow = (): {
  ask(question: PassphraseQuestion): Promise<string | undefined>;
  answer(): UnlockAnswer | undefined;
} => {
  let current: UnlockAnswer | undefined;
  return {
    ask: (question) =>
      ask(question, (answer) => {
        current = answer;
      }),
    answer: () => current,
  };
};
