import { expect, it } from 'vitest';
import { isPermitted, isRequestAllowed } from './permissions.ts';

it('lets our own page write the clipboard and refuses every other permission', () => {
  expect(isPermitted('clipboard-sanitized-write', 'app://quayside/o/org_1')).toBe(true);
  expect(isPermitted('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
  for (const permission of [
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'midi',
    'usb',
    'openExternal',
  ]) {
    expect(isPermitted(permission, 'app://quayside/')).toBe(false);
  }
});

it('lets no request leave for the network', () => {
  const hosts = ['quayside', 'unlock'];
  expect(isRequestAllowed('app://quayside/assets/a.js', hosts, true)).toBe(true);
  expect(isRequestAllowed('app://other/', hosts, true)).toBe(false);
  for (const url of [
    'https://example.com/',
    'http://127.0.0.1:9/',
    'ws://127.0.0.1/',
    'file:///etc/passwd',
    'ftp://x/',
    '',
  ]) {
    expect(isRequestAllowed(url, hosts, false)).toBe(false);
  }
});

it('opens the developer tools of an unpackaged start only', () => {
  expect(isRequestAllowed('devtools://devtools/bundled/inspector.html', [], false)).toBe(true);
  expect(isRequestAllowed('devtools://devtools/bundled/inspector.html', [], true)).toBe(false);
});
