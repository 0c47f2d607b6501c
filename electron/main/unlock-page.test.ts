import { expect, it } from 'vitest';
import { readUnlockForm, unlockHeaders, unlockPage } from './unlock-page.ts';

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

it('takes a new passphrase only when it is long enough and typed twice', () => {
  const read = (passphrase: string, again: string) => readUnlockForm('choose', form({ passphrase, again }));
  expect(read('a&b=c d ünïcode', 'a&b=c d ünïcode')).toEqual({ passphrase: 'a&b=c d ünïcode' });
  expect(read('too short', 'too short')).toEqual({ problem: 'short' });
  expect(read('long enough indeed', 'long enough indeeD')).toEqual({ problem: 'different' });
});

it('leaves it to the vault whether a known passphrase is right', () => {
  expect(readUnlockForm('enter', form({ passphrase: 'x' }))).toEqual({ passphrase: 'x' });
  expect(unlockPage('wrong')).toContain('not the passphrase');
});

it('is a page without scripts that posts to itself only', () => {
  expect(unlockPage('choose')).not.toMatch(/<script|javascript:|style=/i);
  expect(unlockHeaders['content-security-policy']).toContain("default-src 'none'");
  expect(unlockHeaders['content-security-policy']).toContain("form-action 'self'");
  expect(unlockHeaders['content-security-policy']).not.toContain('script-src');
});
