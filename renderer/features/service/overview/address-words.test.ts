import { describe, expect, it } from 'vitest';
import type { ServiceAddress } from '#shared/contract/service.ts';
import { addressText, addressWords, firstLink, tcpPortsOf } from './address-words.ts';

const published: ServiceAddress = {
  reach: 'server',
  host: 'web.example.com',
  port: 8080,
  protocol: 'tcp',
  containerPort: 80,
  url: 'http://web.example.com:8080/',
  caution: null,
};

describe('an address in words', () => {
  it('is copied as a link, or as host and port', () => {
    expect(addressText(published)).toBe('http://web.example.com:8080/');
    expect(addressText({ ...published, url: null })).toBe('web.example.com:8080');
    expect(addressText({ ...published, url: null, host: '2001:db8::1' })).toBe('[2001:db8::1]:8080');
    expect(addressText({ ...published, url: null, host: null })).toBe('the server:8080');
  });

  it('says from where it is reached', () => {
    expect(addressWords(published)).toBe('from outside, port 80 of the container');
    expect(addressWords({ ...published, reach: 'environment', protocol: 'udp' })).toContain('by UDP');
    expect(addressWords({ ...published, reach: 'environment', port: null })).toContain(
      'inside the environment only',
    );
  });

  it('is opened only where it is http or https', () => {
    expect(firstLink([{ ...published, url: null }, published], false)).toBe(published.url);
    expect(firstLink([{ ...published, url: 'javascript:alert(1)' }], false)).toBeUndefined();
    expect(firstLink([published], true)).toBeUndefined();
    expect(firstLink([{ ...published, url: 'https://web.example.com/' }], true)).toBe(
      'https://web.example.com/',
    );
  });

  it('tells the TCP ports of the container, each once', () => {
    const inside: ServiceAddress = { ...published, reach: 'environment' };
    const others = [
      { ...published, containerPort: 53, protocol: 'udp' as const },
      { ...published, containerPort: null },
      { ...published, containerPort: 443 },
    ];
    expect(tcpPortsOf([published, inside, ...others])).toEqual([80, 443]);
  });
});
