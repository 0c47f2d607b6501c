import type { StaticBuilder } from '#shared/contract/builder.ts';

/** Where the files are in the container. */
export const siteRoot = '/srv';
/** What the container listens on. */
export const sitePort = 80;

/**
 * Caddy's JSON configuration for the files in `siteRoot`. What begins with a dot is not shown, `.well-known` aside (RFC
 * 8615). Source: caddyserver.com/docs/json.
 */
export function siteConfig({ singlePage, notFoundPage, cacheSeconds }: StaticBuilder): object {
  const routes = [
    { handle: [{ handler: 'encode', encodings: { gzip: {} } }] },
    hidden,
    ...(singlePage ? [singlePageRoute] : []),
    ...(cacheSeconds === undefined ? [] : caching(cacheSeconds)),
    { handle: [{ handler: 'file_server', root: siteRoot }] },
  ];
  const site = { listen: [`:${sitePort}`], routes, errors: { routes: errorRoutes(notFoundPage) } };
  return {
    admin: { disabled: true, config: { persist: false } },
    apps: { http: { servers: { site } } },
  };
}

const hidden = {
  match: [{ path_regexp: { pattern: '/\\.' }, not: [{ path: ['/.well-known/*'] }] }],
  handle: [{ handler: 'error', status_code: 404 }],
};

const path = '{http.request.uri.path}';

const singlePageRoute = {
  match: [{ file: { root: siteRoot, try_files: [path, `${path}/index.html`, '/index.html'] } }],
  handle: [{ handler: 'rewrite', uri: '{http.matchers.file.relative}' }],
};

const keptFor = (value: string) => ({
  handler: 'headers',
  response: { set: { 'Cache-Control': [value] } },
});

/** A page is asked for anew each time, so that a new version is seen; what it names may be kept. */
function caching(seconds: number): object[] {
  const named = { path_regexp: { pattern: '\\.[A-Za-z0-9]+$' }, not: [{ path: ['*.html', '*.htm'] }] };
  return [
    { match: [named], handle: [keptFor(`public, max-age=${seconds}`)] },
    { match: [{ not: [named] }], handle: [keptFor('no-cache')] },
  ];
}

/** Without a page Caddy answers the bare status. */
function errorRoutes(page: string): object[] {
  const isThere = { file: { root: siteRoot, try_files: [`/${page}`] } };
  return [
    { handle: [keptFor('no-cache')] },
    {
      match: [{ vars: { '{http.error.status_code}': ['404'] }, ...isThere }],
      handle: [
        { handler: 'rewrite', uri: '{http.matchers.file.relative}' },
        { handler: 'file_server', root: siteRoot, status_code: '{http.error.status_code}' },
      ],
    },
  ];
}
