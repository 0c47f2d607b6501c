import { isWildcard, wwwOf } from './host.ts';

/**
 * Whether browsers take a certificate with these names for a host: it is one of them, or directly below one of its
 * wildcards. A host that is a wildcard itself has to be one of them as it stands. Source: RFC 6125 6.4.3.
 */
export function coversHost(names: readonly string[], host: string): boolean {
  const above = host.slice(host.indexOf('.') + 1);
  return names.includes(host) || (!isWildcard(host) && host.includes('.') && names.includes(`*.${above}`));
}

/** Those hosts of a domain that a certificate with these names is not for. */
export function uncoveredHosts(
  names: readonly string[],
  { host, redirectsWww }: { readonly host: string; readonly redirectsWww: boolean },
): string[] {
  const wanted = redirectsWww && !isWildcard(host) ? [host, wwwOf(host)] : [host];
  return wanted.filter((each) => !coversHost(names, each));
}
