import fc from 'fast-check';
import type { Route } from './routes.ts';

/** A route with everything of which nothing is said left out. */
export const routeOf = (fields: Partial<Route> = {}): Route => ({
  id: 'dom_1',
  host: 'shop.example.com',
  path: '/',
  stripsPath: false,
  port: 8080,
  part: null,
  https: 'none',
  certificate: null,
  redirectsHttp: false,
  redirectsWww: false,
  headers: [],
  people: [],
  shares: [],
  ...fields,
});

/** What has a meaning of its own somewhere on the way: templates, placeholders, quotes, YAML and JSON. */
export const hostile = [
  '{{ env "HOME" }}',
  '{{`a`}}',
  '{env.HOME}',
  '{http.request.host}',
  '`) || Host(`x',
  '"quoted": "text"',
  "it's",
  '\\"}]}',
  '$1 $\u007b1}',
  '%{x}',
  '- a: [b, *c]',
  '# no comment',
  '<script>',
] as const;

const text = fc.oneof(fc.constantFrom(...hostile), fc.stringMatching(/^[\x20-\x7e]{0,20}$/));
const hash = '$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234';

/** One of two certificates, whose key nobody opens here. */
export const certificateOf = (digest: string): Route['certificate'] => ({
  digest,
  chain: 'chain',
  openKey: () => 'key',
});

const anyFields = fc.record({
  id: fc.constantFrom('dom_1', 'dom_2', 'dom_3'),
  host: fc.constantFrom('shop.example.com', 'www.example.com', 'xn--bcher-kva.example', 'a-b.c.example'),
  path: fc.constantFrom('/', '/api', '/api/v1', '/~a,b=c@d:+e'),
  stripsPath: fc.boolean(),
  port: fc.integer({ min: 1, max: 65_535 }),
  part: fc.constantFrom(null, 'web', 'api'),
  https: fc.constantFrom('none' as const, 'acme' as const, 'internal' as const, 'own' as const),
  digest: fc.constantFrom('0'.repeat(32), 'f'.repeat(32)),
  redirectsHttp: fc.boolean(),
  redirectsWww: fc.boolean(),
  headers: fc.array(fc.record({ name: fc.constantFrom('X-One', 'X-Two', 'Cache-Control'), value: text }), {
    maxLength: 3,
  }),
  people: fc.array(
    fc.record({ name: text.map((each) => each.replaceAll(':', '')), hash: fc.constant(hash) }),
    {
      maxLength: 2,
    },
  ),
  shares: fc.uniqueArray(
    fc.record({
      serviceId: fc.constantFrom('svc_Canary', 'svc_other'),
      port: fc.integer({ min: 1, max: 65_535 }),
      percent: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 2, selector: ({ serviceId }) => serviceId },
  ),
});

/** Routes of every form, with hostile values wherever people type. */
export const anyRoute: fc.Arbitrary<Route> = anyFields.map(({ digest, ...fields }) => ({
  ...fields,
  certificate: fields.https === 'own' ? certificateOf(digest) : null,
}));
