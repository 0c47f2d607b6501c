import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalLink, signInLink } from './external-link.ts';

describe('a link that leaves the application', () => {
  it('may be plain https', () => {
    expect(externalLink('https://example.com/a?b=c#d')).toBe('https://example.com/a?b=c#d');
  });

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    'vscode://file/etc/passwd',
    'app://quayside/',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    '//example.com/',
    '-https://example.com/',
    `https://example.com/${'a'.repeat(3000)}`,
    '',
  ])('may not be %j', (text) => {
    expect(externalLink(text)).toBeUndefined();
  });

  it('is always https and never begins with a dash, whatever comes in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] })), (text) => {
        const link = externalLink(text);
        expect(link === undefined || link.startsWith('https://')).toBe(true);
      }),
    );
  });
});

describe('the page of a provider to sign in at', () => {
  it.each([
    'https://login.example.com/authorize?state=s',
    'http://127.0.0.1:8080/authorize?state=s',
    'http://[::1]:8080/authorize',
    'http://localhost/authorize',
  ])('may be %s', (text) => {
    expect(signInLink(text)).toBe(text);
  });

  it.each([
    'http://login.example.com/authorize',
    'http://127.0.0.1.example.com/',
    'http://localhost@example.com/',
    'http://user:secret@127.0.0.1/',
    'file://127.0.0.1/etc/passwd',
    'javascript:alert(1)',
    'app://quayside/',
  ])('may not be %s', (text) => {
    expect(signInLink(text)).toBeUndefined();
  });
});
