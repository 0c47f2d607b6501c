import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPlaces } from '../routes.ts';
import { anyRoute, certificateOf, hostile, routeOf } from '../test-routes.ts';
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
    const routes = { serviceId: 'svc_1', routes: [routeOf(), routeOf({ part: 'web' })] };
    const others = { own: 'b', parts: { web: 'b' } } as const;
    expect(caddy.textOf(routes, firstPlaces)).toBe(caddy.textOf(routes, others));
  });

  it('asks of each part by a file of its own which place serves', () => {
    const text = JSON.stringify(
      configOf({
        serviceId: 'svc_1',
        routes: [routeOf({ part: 'web' }), routeOf({ path: '/api', part: 'api' })],
      }),
    );
    for (const part of ['web', 'api'])
      expect(text).toContain(
        `"try_files":["/svc_1.${part}"]}}],"handle":[{"handler":"subroute","routes":[{"handle":[{"handler":"reverse_proxy","dynamic_upstreams":{"source":"a","name":"svc-1-b-${part}"`,
      );
    expect(text).not.toContain('"/svc_1"');
  });

  it('gives each share its part of all ids of requests, and what is left to the own service', () => {
    const shares = [
      { serviceId: 'svc_2', port: 81, percent: 10 },
      { serviceId: 'svc_3', port: 82, percent: 0 },
      { serviceId: 'svc_4', port: 83, percent: 40 },
    ];
    const textOf = (percents: typeof shares) =>
      caddy.textOf({ serviceId: 'svc_1', routes: [routeOf({ shares: percents })] }, firstPlaces) ?? '';
    const text = textOf(shares);
    const limits = [...text.matchAll(/http.request.uuid\} < '([0-9a-f]{8})'/g)].map(([, limit = '']) =>
      Math.round((Number.parseInt(limit, 16) / 2 ** 32) * 100),
    );
    expect(limits).toEqual([10, 50]);
    expect([...text.matchAll(/"name": "(svc-\S+)"/g)].map(([, name]) => name)).toEqual(
      ['svc-2', 'svc-4', 'svc-1'].flatMap((name) => [`${name}-b`, `${name}-a`, `${name}-a`, `${name}-b`]),
    );
    expect(textOf([{ serviceId: 'svc_2', port: 81, percent: 100 }])).not.toMatch(/svc-1-|uuid/);
  });

  it('is one that its own check finds nothing wrong with', () => {
    fc.assert(
      fc.property(fc.array(anyRoute, { minLength: 1, maxLength: 3 }), (routes) => {
        expect(caddy.problemsOf(caddy.textOf({ serviceId: 'svc_1', routes }, firstPlaces) ?? '')).toEqual([]);
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

  it('shows a certificate that was brought along to its own names alone, exact ones first', () => {
    const own = (host: string, digest: string, more: object = {}) =>
      routeOf({ host, https: 'own', certificate: certificateOf(digest), ...more });
    const shop = {
      serviceId: 'svc_1',
      routes: [own('*.example.com', 'all'), own('shop.example.com', 'one', { redirectsWww: true })],
    };
    const api = { serviceId: 'svc_2', routes: [routeOf({ host: 'api.example.com', https: 'acme' })] };
    const config = configOf(shop, api);
    expect(JSON.stringify(config)).toBe(JSON.stringify(configOf(api, shop)));
    const by = (tag: string) => ({ certificate_selection: { any_tag: [`svc_1.${tag}`] } });
    expect(config).toMatchObject({
      apps: {
        http: {
          servers: {
            https: {
              tls_connection_policies: [
                { match: { sni: ['shop.example.com'] }, ...by('one') },
                { match: { sni: ['www.shop.example.com'] }, ...by('one') },
                { match: { sni: ['api.example.com'] } },
                { match: { sni: ['*.example.com'] }, ...by('all') },
                {},
              ],
              automatic_https: {
                skip_certificates: ['*.example.com', 'shop.example.com', 'www.shop.example.com'],
              },
            },
          },
        },
        tls: { automation: { policies: [{ subjects: ['api.example.com'] }] } },
      },
    });
    expect(JSON.stringify(config)).toContain('/etc/quayside/proxy/certificates/svc_1.one.key');
  });

  it('is told of no certificate where none was brought along', () => {
    expect(
      JSON.stringify(configOf({ serviceId: 'svc_1', routes: [routeOf({ https: 'acme' })] })),
    ).not.toMatch(/load_files|skip_certificates|any_tag/);
  });

  it.each(hostile)('keeps %s what it is where Caddy would look for a placeholder', (value) => {
    expect(replaced(literal(value))).toBe(value);
    const file = caddyFile({ serviceId: 'svc_1', routes: [routeOf({ headers: [{ name: 'X-A', value }] })] });
    expect(JSON.stringify(file)).toContain(JSON.stringify(literal(value)));
  });
});
