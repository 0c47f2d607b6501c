import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { objectionTo } from './gate.ts';
import { parseRequestTarget } from './request-target.ts';

const hosts = new Set(['127.0.0.1:4180']);

/** What is wrong with a request that has these headers besides its host; its status, or undefined. */
function objection(
  headers: Readonly<Record<string, string>>,
  target = '/api/v1/session',
): number | undefined {
  const all = { host: '127.0.0.1:4180', ...headers };
  const request = { headers: all, rawHeaders: Object.entries(all).flat() };
  // only its headers are read
  return objectionTo(request as unknown as IncomingMessage, parseRequestTarget(target), hosts)?.status;
}

describe('a request before anybody looks at who asks', () => {
  it('is let by from a script, from our own pages, and where somebody follows a link', () => {
    expect(objection({})).toBeUndefined();
    expect(objection({ origin: 'http://127.0.0.1:4180', 'sec-fetch-site': 'same-origin' })).toBeUndefined();
    expect(objection({ 'sec-fetch-site': 'none' })).toBeUndefined();
    expect(objection({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBeUndefined();
  });

  it.each(['http://evil.example', 'https://127.0.0.1:4180', 'http://127.0.0.1', 'null'])(
    'is refused from a page of %s',
    (origin) => {
      expect(objection({ origin })).toBe(403);
      expect(objection({ origin, 'sec-fetch-mode': 'navigate' })).toBe(403);
    },
  );

  it.each(['cross-site', 'same-site'])(
    'is refused where a browser says %s, with an origin or without',
    (site) => {
      for (const mode of ['cors', 'no-cors', 'websocket']) {
        expect(objection({ 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(403);
      }
      expect(objection({ 'sec-fetch-site': site })).toBe(403);
    },
  );

  it('is refused for another host, and for a target that is no path', () => {
    expect(objection({ host: 'evil.example' })).toBe(421);
    expect(objection({}, '//evil.example/')).toBe(400);
  });
});
