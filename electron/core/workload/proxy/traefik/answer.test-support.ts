import type { TraefikFile } from './service-file.ts';

interface Router {
  readonly rule: string;
  readonly priority: number;
  readonly service: string;
  readonly entryPoints: readonly string[];
  readonly middlewares?: readonly string[];
}

interface Middleware {
  readonly redirectScheme?: { readonly scheme: string };
  readonly redirectRegex?: { readonly regex: string; readonly replacement: string };
  readonly stripPrefix?: { readonly prefixes: readonly string[] };
}

/** What Traefik would do with a request by these files: the URL that it asks, `→` one that it sends to, or 404. */
export function answerOf(files: readonly TraefikFile[], asked: string): string {
  const url = new URL(asked);
  const all = <T>(part: 'routers' | 'services' | 'middlewares'): Record<string, T> =>
    Object.assign({}, ...files.map(({ http }) => http?.[part] ?? {})) as Record<string, T>;
  const entryPoint = url.protocol === 'https:' ? 'websecure' : 'web';
  const [router] = Object.values(all<Router>('routers'))
    .filter(({ entryPoints, rule }) => entryPoints.includes(entryPoint) && matches(rule, url))
    .toSorted((a, b) => b.priority - a.priority);
  if (!router) return '404';
  const services = all<{ loadBalancer: { servers: [{ url: string }] } }>('services');
  let path = url.pathname;
  for (const name of router.middlewares ?? []) {
    const { redirectScheme, redirectRegex, stripPrefix } = all<Middleware>('middlewares')[name] ?? {};
    if (redirectScheme) return `→ ${redirectScheme.scheme}://${url.host}${url.pathname}${url.search}`;
    if (redirectRegex) {
      const replacement = redirectRegex.replacement.replaceAll(/\$\{(\d)\}/g, '$$$1');
      return `→ ${asked.replace(new RegExp(redirectRegex.regex), replacement)}`;
    }
    const prefix = stripPrefix?.prefixes.find((each) => path.startsWith(each));
    if (prefix !== undefined) path = path.slice(prefix.length) || '/';
  }
  return `${services[router.service]?.loadBalancer.servers[0].url}${path}${url.search}`;
}

/** Traefik's rules, as far as ours go: `&&` and `||` over matchers that are written with backticks. */
function matches(rule: string, { hostname, pathname }: URL): boolean {
  const judged = rule.replaceAll(/(\w+)\(`([^`]*)`\)/g, (_, matcher: string, value: string) => {
    if (matcher === 'Host') return String(hostname === value);
    if (matcher === 'HostRegexp') return String(new RegExp(value).test(hostname));
    if (matcher === 'Path') return String(pathname === value);
    if (matcher === 'PathPrefix') return String(pathname.startsWith(value));
    throw new Error(`no such matcher: ${matcher}`);
  });
  const [host = '', path] = judged.split(' && ');
  return host === 'true' && (path === undefined || path.replace(/[()]/g, '').split(' || ').includes('true'));
}
