import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainHost, hostsOverlap, isDomainHost, shownHost, wwwOf } from './host.ts';

describe('the host of a domain', () => {
  it.each([
    ['Shop.Example.COM.', 'shop.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['☕.example', 'xn--53h.example'],
    ['*.Example.com', '*.example.com'],
    ['a。example.com', 'a.example.com'],
  ])('reads %s as %s, and so does Node', (typed, host) => {
    expect(domainHost(typed)).toBe(host);
    expect(isDomainHost(host)).toBe(true);
    expect(domainToASCII(typed.replace(/\.$/, ''))).toBe(host);
    expect(shownHost(host)).toBe(domainToUnicode(host));
  });

  it('writes letters of any script as Node does, and reads them back', () => {
    const scripts = 'äöüßéñçøåæœłšžθλπджиłабвгдеअआइ漢字仮名한글अ'.replaceAll('ß', '');
    const label = fc.string({ unit: fc.constantFrom(...scripts, ...'abc019'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(label, (typed) => {
        const host = domainHost(`a${typed}.example`);
        expect(host).toBe(domainToASCII(`a${typed}.example`));
        expect(domainHost(shownHost(host))).toBe(host);
      }),
    );
  });

  it.each([
    '',
    '.',
    'a..b',
    '-a.example',
    'a-.example',
    '127.0.0.1',
    '1.2.3.0x4',
    '[::1]',
    '*',
    '*.com',
    'a.*.example',
    '**.example.com',
    'a`b.example',
    'a".example',
    "a'.example",
    'a{{b}}.example',
    'a b.example',
    'a\nb.example',
    'a.example/path',
    'a.example:80',
    'user@a.example',
    'a_b.example',
    'xn--zz--zz.example',
    'ab--cd.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
  ])('refuses %j', (typed) => {
    expect(isDomainHost(domainHost(typed))).toBe(false);
  });

  it('knows which names one request may be meant for', () => {
    expect(hostsOverlap('*.example.com', 'shop.example.com')).toBe(true);
    expect(hostsOverlap('shop.example.com', '*.example.com')).toBe(true);
    expect(hostsOverlap('*.example.com', 'a.shop.example.com')).toBe(false);
    expect(hostsOverlap('*.example.com', 'example.com')).toBe(false);
    expect(hostsOverlap('example.com', 'example.com')).toBe(true);
  });

  it('knows the other form of a name', () => {
    expect([wwwOf('example.com'), wwwOf('www.example.com')]).toEqual(['www.example.com', 'example.com']);
  });
});
