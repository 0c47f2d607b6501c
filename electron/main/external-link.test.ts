import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalLink } from './external-link.ts';

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
