import type { PassphraseQuestion } from './desktop-vault.ts';
import { shortestPassphrase } from './passphrase.ts';

/** The page that asks for the passphrase has an origin of its own, no script, and no way to the core. */
export const unlockHost = 'unlock';
export const unlockUrl = `app://${unlockHost}/`;

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Goes with every answer of the page. */
export const unlockHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export const unlockStyle = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
body { margin: 28px 32px }
h1 { font-size: 17px; margin: 0 0 8px }
p { margin: 0 0 14px }
label { display: block; margin-bottom: 12px }
input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: 6px 8px; margin-top: 4px }
button { font: inherit; padding: 6px 16px }
[role=alert] { color: light-dark(#b00020, #ff8a80) }
`;

export type UnlockProblem = 'wrong' | 'short' | 'different';

const problems: Readonly<Record<UnlockProblem, string>> = {
  wrong: 'That is not the passphrase of this store. Try again.',
  short: `Use at least ${shortestPassphrase} characters.`,
  different: 'The two passphrases differ.',
};

const intro = {
  choose:
    'This session has no keychain, so Quayside protects the secrets it stores with a passphrase. ' +
    'It is asked for at each start and cannot be recovered.',
  enter: 'The secrets of this store are protected by a passphrase.',
} as const;

const field = (name: string, label: string, complete: string, focus = ''): string =>
  `<label>${label}<input type="password" name="${name}" required maxlength="1024" autocomplete="${complete}"${focus}></label>`;

/** The whole page; nothing in it comes from outside. */
export const unlockPage = (question: PassphraseQuestion, problem?: UnlockProblem): string => {
  const isNew = question === 'choose';
  const shown = problem ?? (question === 'wrong' ? 'wrong' : undefined);
  const fields = isNew
    ? field('passphrase', 'New passphrase', 'new-password', ' autofocus') +
      field('again', 'Again', 'new-password')
    : field('passphrase', 'Passphrase', 'current-password', ' autofocus');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quayside</title>
<link rel="stylesheet" href="/unlock.css"></head><body>
<h1>${isNew ? 'Choose a passphrase' : 'Unlock Quayside'}</h1>
<p>${isNew ? intro.choose : intro.enter}</p>
${shown ? `<p role="alert">${problems[shown]}</p>` : ''}
<form method="post" action="/">${fields}<button>${isNew ? 'Protect the store' : 'Unlock'}</button></form>
</body></html>`;
};

/** Reads the posted form: the passphrase, or what is wrong with it. */
export const readUnlockForm = (
  question: PassphraseQuestion,
  body: string,
): { readonly passphrase: string } | { readonly problem: UnlockProblem } => {
  const form = new URLSearchParams(body);
  const passphrase = form.get('passphrase') ?? '';
  if (question !== 'choose') return { passphrase };
  if ([...passphrase].length < shortestPassphrase) return { problem: 'short' };
  return form.get('again') === passphrase ? { passphrase } : { problem: 'different' };
};
