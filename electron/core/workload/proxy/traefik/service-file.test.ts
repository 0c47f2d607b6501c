import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { firstPlaces } from '../routes.ts';
import { anyRoute, certificateOf, routeOf } from '../test-routes.ts';
import { answerOf } from './answer.test-support.ts';
import { fileText } from './file-text.ts';
import { traefikFile } from './service-file.ts';
import { establishedTo, isShown, traefik } from './traefik.ts';

const schemaPath = new URL(
  '../../../../../test/support/schemas/traefik-v3-file-provider.json',
  import.meta.url,
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schemaPath, 'utf8')) as object,
);

describe('the file of a service for Traefik', () => {
  it('holds to the published schema in 200 combinations, and comes out of YAML as it went in', () => {
    fc.assert(
      fc.property(
        fc.array(anyRoute, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('a' as const, 'b' as const),
        (routes, own) => {
          const file = traefikFile({ serviceId: 'svc_1', routes }, { own, parts: { web: own } });
          const text = fileText(file);
          expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
          expect(parse(text)).toEqual(file);
          expect(traefik.problemsOf(text)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('names the files of a certificate, and a mark by which the API shows that they were read', () => {
    const certificate = certificateOf('digest');
    const routes = [
      routeOf({ https: 'own', certificate }),
      routeOf({ id: 'dom_2', path: '/api', https: 'own', certificate }),
    ];
    const file = traefikFile({ serviceId: 'svc_A', routes }, firstPlaces);
    const folder = '/etc/quayside/proxy/certificates';
    expect(file).toMatchObject({
      http: { routers: { dom_1: { tls: {} }, dom_2: { tls: {} } } },
      tls: {
        certificates: [{ certFile: `${folder}/svc_A.digest.pem`, keyFile: `${folder}/svc_A.digest.key` }],
      },
    });
    const named = <T>(all: Readonly<Record<string, T>> = {}) =>
      Object.fromEntries(Object.entries(all).map(([name, each]) => [`${name}@file`, each]));
    const shown = {
      routers: named(file.http?.routers) as Record<string, { rule: string }>,
      services: named(file.http?.services) as Record<string, { loadBalancer: unknown }>,
      middlewares: named(file.http?.middlewares),
    };
    expect(isShown(shown, file)).toBe(true);
    expect(isShown({ ...shown, middlewares: {} }, file)).toBe(false);
  });

  it('leads by weights to what other services answer, each in the place that serves, and to nobody for nothing', () => {
    const shares = [
      { serviceId: 'svc_Canary', port: 81, percent: 10 },
      { serviceId: 'svc_none', port: 82, percent: 0 },
    ];
    const all = { serviceId: 'svc_1', routes: [routeOf({ shares })] };
    const file = traefikFile(all, firstPlaces, new Map([['svc_Canary', 'b']]));
    const own = [
      { name: 'dom_1-own', weight: 90 },
      { name: 'dom_1-svc_canary', weight: 10 },
    ];
    expect(file.http?.services).toMatchObject({
      dom_1: { weighted: { services: own } },
      'dom_1-own': { loadBalancer: { servers: [{ url: 'http://svc-1-a:8080' }] } },
      'dom_1-svc_canary': { loadBalancer: { servers: [{ url: 'http://svc-canary-b:81' }] } },
    });
    expect(Object.keys(file.http?.services ?? {})).toHaveLength(3);
    const answers = (services: readonly { name: string; weight: number }[]) =>
      isShown(
        {
          routers: { 'dom_1@file': { rule: 'Host(`shop.example.com`)' } },
          services: {
            ...Object.fromEntries(
              Object.entries(file.http?.services ?? {}).map(([name, each]) => [`${name}@file`, each]),
            ),
            'dom_1@file': { weighted: { services } },
          },
        },
        file,
      );
    expect(answers(own.map(({ name, weight }) => ({ name: `${name}@file`, weight })))).toBe(true);
    expect(answers(own.map(({ name }) => ({ name, weight: 50 })))).toBe(false);
  });

  it('begins no template, whatever somebody typed', () => {
    fc.assert(
      fc.property(fc.array(anyRoute, { minLength: 1, maxLength: 3 }), (routes) => {
        expect(fileText(traefikFile({ serviceId: 'svc_1', routes }, firstPlaces))).not.toContain('{{');
      }),
    );
  });

  it('would be refused by the schema if a router had no rule', () => {
    expect(validate({ http: { routers: { a: { rule: 1 } } } })).toBe(false);
  });
});

describe('the rules of several services together', () => {
  const files = [
    traefikFile({ serviceId: 'svc_shop', routes: [routeOf({ id: 'dom_shop' })] }, firstPlaces),
    traefikFile(
      {
        serviceId: 'svc_api',
        routes: [routeOf({ id: 'dom_api', path: '/api', stripsPath: true, port: 81 })],
      },
      { own: 'b', parts: {} },
    ),
    traefikFile(
      {
        serviceId: 'svc_many',
        routes: [
          routeOf({ id: 'dom_web', host: 'many.example.com', part: 'web' }),
          routeOf({ id: 'dom_old', host: 'many.example.com', path: '/old', part: 'constructor' }),
        ],
      },
      { own: 'a', parts: { web: 'b' } },
    ),
    traefikFile({ serviceId: 'svc_v2', routes: [routeOf({ id: 'dom_v2', path: '/api/v2' })] }, firstPlaces),
    traefikFile(
      { serviceId: 'svc_all', routes: [routeOf({ id: 'dom_all', host: '*.example.com' })] },
      firstPlaces,
    ),
    traefikFile(
      {
        serviceId: 'svc_tls',
        routes: [
          routeOf({
            id: 'dom_tls',
            host: 'pay.example.com',
            https: 'acme',
            redirectsHttp: true,
            redirectsWww: true,
          }),
        ],
      },
      firstPlaces,
    ),
  ];

  it.each([
    ['http://shop.example.com/', 'http://svc-shop-a:8080/'],
    ['http://shop.example.com/apish', 'http://svc-shop-a:8080/apish'],
    ['http://shop.example.com/api', 'http://svc-api-b:81/'],
    ['http://shop.example.com/api/users?q=1', 'http://svc-api-b:81/users?q=1'],
    ['http://shop.example.com/api/v2/users', 'http://svc-v2-a:8080/api/v2/users'],
    ['http://many.example.com/', 'http://svc-many-b-web:8080/'],
    ['http://many.example.com/old', 'http://svc-many-a-constructor:8080/old'],
    ['http://other.example.com/', 'http://svc-all-a:8080/'],
    ['http://a.b.example.com/', '404'],
    ['http://example.com/', '404'],
    ['http://shop-example.com/', '404'],
    ['http://pay.example.com/cart?a=b', '→ https://pay.example.com/cart?a=b'],
    ['https://pay.example.com/cart', 'http://svc-tls-a:8080/cart'],
    ['http://www.pay.example.com/cart?a=b', '→ https://pay.example.com/cart?a=b'],
    ['https://www.pay.example.com/cart', '→ https://pay.example.com/cart'],
    ['https://shop.example.com/', '404'],
  ])('answer %s with %s', (url, answer) => {
    expect(answerOf(files, url)).toBe(answer);
  });
});

describe('what Traefik shows', () => {
  const file = traefikFile({ serviceId: 'svc_1', routes: [routeOf()] }, firstPlaces);
  const rule = 'Host(`shop.example.com`)';
  const data = (url: string) => ({
    routers: { 'dom_1@file': { rule } },
    services: { 'dom_1@file': { loadBalancer: { servers: [{ url }] } } },
  });

  it('is what its file says once the rule and the place that serves are', () => {
    expect(isShown(data('http://svc-1-a:8080'), file)).toBe(true);
    expect(isShown(data('http://svc-1-b:8080'), file)).toBe(false);
    expect(isShown({}, file)).toBe(false);
    expect(isShown({}, {})).toBe(true);
    expect(isShown(data('http://svc-1-a:8080'), {}, ['dom_1'])).toBe(false);
  });

  it('counts the connections that are open to an address', () => {
    const table = `  sl  local_address rem_address   st
   0: 0100007F:1F90 00000000:0000 0A
   1: 0500000A:C001 0600000A:1F90 01
   2: 0500000A:C002 0600000A:1F90 06
   3: 0000000000000000FFFF00000500000A:C003 0000000000000000FFFF00000700000A:1F90 01`;
    expect(establishedTo(table, ['10.0.0.6'])).toBe(1);
    expect(establishedTo(table, ['10.0.0.6', '10.0.0.7'])).toBe(2);
    expect(establishedTo(table, ['10.0.0.8'])).toBe(0);
  });
});
