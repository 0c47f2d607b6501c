import { isIP } from 'node:net';
import type { CustomFetch } from 'openid-client';
import { isLoopbackUrl } from '#shared/contract/identity-provider.ts';
import { requestBounded } from '../../remote/network/bounded-request.ts';

const timeoutMs = 10_000;
const bodyLimit = 512 * 1024;

/**
 * Whether an address that a provider's own description names may be asked: its own origin, or https by a public
 * name. Otherwise a description could send this host to the services of its own network.
 */
const isAllowed = (issuer: URL, url: URL): boolean => {
  if (url.origin === issuer.origin) return true;
  if (url.username || url.password) return false;
  if (isLoopbackUrl(issuer.href)) return isLoopbackUrl(url.href);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return url.protocol === 'https:' && isIP(host) === 0 && host.includes('.') && !isLoopbackUrl(url.href);
};

/**
 * A fetch for one provider: no redirects, ten seconds, half a megabyte, and only where it may go. Unless the operator of
 * the host allows it, that is the public internet, whatever a name leads to at that moment (R20).
 */
export const fetchFor =
  (issuer: URL, { allowsPrivate }: { allowsPrivate: boolean }): CustomFetch =>
  async (address, options) => {
    const url = new URL(address);
    if (!isAllowed(issuer, url)) throw new Error(`the provider names ${url.origin}, which is refused`);
    const { body, headers, method, signal } = options;
    const bytes = body === null || body === undefined ? null : await new Response(body).bytes();
    return requestBounded(url, {
      method,
      headers,
      body: bytes,
      signal,
      timeoutMs,
      limitBytes: bodyLimit,
      allowsPrivate,
    });
  };
