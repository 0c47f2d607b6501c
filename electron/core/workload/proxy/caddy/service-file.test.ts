import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRoute, hostile, routeOf } from '../test-routes.ts';
import { caddy } from './caddy.ts';
import { caddyConfig } from './config.ts';
import { literal } from './literal.ts';
import { caddyFile } from './service-file.ts';

const noAcme = { email: null, directory: null, roots: null };
const configOf = (...files: Parameters<typeof caddyFile>[0][]) => caddyConfig(files.map(caddyFile), noAcme);

/** Caddy's own replacer, as far as braces go. Source: caddy's replacer.go. */
const replaced = (text: string): string =>
  text.replaceAll(/\\\{|\{[^}]*\}/g, (each) => (each === '\\{' ? '{' : ''));

describe('the configuration of Caddy', () => {
  it('asks exact hosts before wildcards and longer paths before shorter ones, whatever the order of the files', () => {
    const shop = {
      serviceId: 'svc_1',
      routes: [routeOf({ host: '*.example.com' }), routeOf({ path: '/a' })],
    };
    const api = { serviceId: 'svc_2', routes: [routeOf({ path: '/a/b' }), routeOf()] };
    const text = JSON.stringify(configOf(shop, api));
    expect(text).toBe(JSON.stringify(configOf(api, shop)));
    const places = ['"/a/b"', '"/a"', '[{"host":["shop.example.com"]}]', '"*.example.com"'].map((part) =>
      text.indexOf(part),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('is the same whichever place serves: a switch loads nothing, and cuts no socket', () => {
    const routes = { serviceId: 'svc_1', routes: [routeOf()] };
    expect(caddy.textOf(routes, 'a')).toBe(caddy.textOf(routes, 'b'));
  });

  it('is one that its own check finds nothing wrong with', () => {
    fc.assert(
      fc.property(fc.array(anyRoute, { minLength: 1, maxLength: 3 }), (routes) => {
        expect(caddy.problemsOf(caddy.textOf({ serviceId: 'svc_1', routes }, 'a') ?? '')).toEqual([]);
      }),
    );
  });

  it('says what is wrong with a file that somebody wrote', () => {
    expect(caddy.problemsOf('{')).toEqual([expect.stringContaining('JSON')]);
    expect(caddy.problemsOf('{"http":[]}').join()).toContain('https');
    expect(caddy.problemsOf('{"http":[],"https":[],"acme":[],"internal":[],"admin":{}}').join()).toContain(
      'admin',
    );
  });

  it.each(hostile)('keeps %s what it is where Caddy would look for a placeholder', (value) => {
    expect(replaced(literal(value))).toBe(value);
    const file = caddyFile({ serviceId: 'svc_1', routes: [routeOf({ headers: [{ name: 'X-A', value }] })] });
    expect(JSON.stringify(file)).toContain(JSON.stringify(literal(value)));
  });
});
