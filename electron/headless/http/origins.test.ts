import { describe, expect, it } from 'vitest';
import { allowedHosts, isCrossSite, isOurHost, isOurOrigin, provenanceOf } from './origins.ts';

const hosts = allowedHosts('127.0.0.1', 4180);

describe('the hosts that are answered to', () => {
  it('are the names of this machine with the port', () => {
    expect([...hosts].toSorted()).toEqual(['127.0.0.1:4180', '[::1]:4180', 'localhost:4180']);
    expect(allowedHosts('127.0.0.9', 4180).has('127.0.0.9:4180')).toBe(true);
    expect(allowedHosts('::1', 80).has('[::1]')).toBe(true);
    expect(hosts.has('127.0.0.1')).toBe(false);
  });

  it('must be named once', () => {
    const one = provenanceOf(['Host', 'localhost:4180']);
    expect(isOurHost(one, hosts)).toBe(true);
    expect(isOurHost(provenanceOf([]), hosts)).toBe(false);
    expect(isOurHost(provenanceOf(['Host', 'localhost:4180', 'hOST', 'evil']), hosts)).toBe(false);
  });
});

describe('the origin', () => {
  const from = (...origin: string[]) =>
    isOurOrigin(provenanceOf(['Host', 'localhost:4180', ...origin.flatMap((each) => ['Origin', each])]));
  it('is the very host that is asked, or absent', () => {
    expect(from()).toBe(true);
    expect(from('http://localhost:4180')).toBe(true);
    expect(from('http://127.0.0.1:4180')).toBe(false);
    expect(from('https://localhost:4180')).toBe(false);
    expect(from('null')).toBe(false);
    expect(from('http://localhost:4180', 'http://evil')).toBe(false);
    expect(from('')).toBe(false);
  });

  it('is told by browsers even where it is left out', () => {
    const site = (value: string) => isCrossSite(provenanceOf(['Sec-Fetch-Site', value]));
    expect([site('cross-site'), site('same-site'), site('same-origin'), site('none')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isCrossSite(provenanceOf([]))).toBe(false);
  });
});
