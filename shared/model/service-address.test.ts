import { describe, expect, it } from 'vitest';
import { addressCaution, webSchemeOf, webUrl } from './service-address.ts';

describe('the link to a published port', () => {
  it.each([
    ['web.example.com', 8080, 'http://web.example.com:8080/'],
    ['203.0.113.7', 80, 'http://203.0.113.7/'],
    ['2001:db8::1', 8080, 'http://[2001:db8::1]:8080/'],
    ['Web_1', 81, 'http://web_1:81/'],
  ])('of %s at %i is %s', (host, port, url) => {
    expect(webUrl('http', host, port)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'user@evil.example',
    'a/b',
    'a?b',
    'a#b',
    'a b',
    '1',
    '0x7f.1',
    'fe80::1%eth0',
    '',
    'evil.example\\@good',
    'ex\u00adample.com',
    '[::1]',
    ':',
  ])('is not made of %j', (host) => {
    expect(webUrl('http', host, 80)).toBeUndefined();
  });
});

describe('what a port speaks', () => {
  const port = (containerPort: number, healthCommand: string[] = [], protocol: 'tcp' | 'udp' = 'tcp') =>
    webSchemeOf({ containerPort, protocol, healthCommand });

  it('is a web server’s by convention, never a database’s', () => {
    expect([80, 8080, 3000].map((number) => port(number))).toEqual(['http', 'http', 'http']);
    expect(port(443)).toBe('https');
    for (const other of [22, 25, 53, 3306, 5432, 6379, 27_017]) expect(port(other)).toBeUndefined();
    expect(port(80, [], 'udp')).toBeUndefined();
  });

  it('is told by a health check that asks it', () => {
    expect(port(7777, ['wget', '-qO', '-', 'http://127.0.0.1:7777/health'])).toBe('http');
    expect(port(7778, ['sh', '-c', 'curl -f https://localhost:7778'])).toBe('https');
    expect(port(7777, ['wget', 'http://127.0.0.1:77771/'])).toBeUndefined();
    expect(port(7777, ['wget', 'http://127.0.0.1.evil:7777/'])).toBeUndefined();
  });
});

describe('an address that may lead nowhere', () => {
  it.each([
    ['10.0.0.7', 'private address'],
    ['172.31.0.1', 'private address'],
    ['100.100.1.1', 'private address'],
    ['fd00::1', 'private address'],
    ['127.0.0.1', 'machine that Quayside runs on'],
    ['web-1', 'private name'],
    ['web.internal', 'private name'],
  ])('says so of %s', (host, words) => {
    expect(addressCaution(host, undefined)?.toLowerCase()).toContain(words.toLowerCase());
  });

  it('says nothing of a public one, and names the jump host of one that is reached through it', () => {
    for (const host of ['web.example.com', '203.0.113.7', '2001:db8::1', '172.32.0.1'])
      expect(addressCaution(host, undefined)).toBeUndefined();
    expect(addressCaution('web.example.com', 'bastion')).toContain('through bastion only');
  });
});
