/** The values of `Host` that this host answers to, exactly. */
export const allowedHosts = (address: string, port: number): ReadonlySet<string> => {
  const names = new Set([
    'localhost',
    '127.0.0.1',
    '[::1]',
    address.includes(':') ? `[${address}]` : address,
  ]);
  const withPort = [...names].map((name) => `${name}:${port}`);
  return new Set(port === 80 ? [...withPort, ...names] : withPort);
};

/** What of a request's head says from where it comes. */
export interface Provenance {
  readonly host: readonly string[];
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Collects it from Node's raw headers, where a repeated `Host` is still seen. */
export const provenanceOf = (rawHeaders: readonly string[]): Provenance => {
  const all = (name: string): string[] =>
    rawHeaders.flatMap((header, at) =>
      at % 2 === 0 && header.toLowerCase() === name ? [rawHeaders[at + 1] ?? ''] : [],
    );
  const origins = all('origin');
  return {
    host: all('host'),
    origin: origins.length > 1 ? origins.join(', ') : origins[0],
    fetchSite: all('sec-fetch-site')[0],
  };
};

/** Whether the request names this host, and this host alone (against DNS rebinding). */
export const isOurHost = ({ host }: Provenance, hosts: ReadonlySet<string>): boolean =>
  host.length === 1 && hosts.has(host[0] ?? '');

/** Whether the page that asks, where there is one, was served by this very host. */
export const isOurOrigin = ({ host, origin }: Provenance): boolean =>
  origin === undefined || origin === `http://${host[0]}`;

/** Whether a browser says that another site makes this request, which `no-cors` does without an origin. */
export const isCrossSite = ({ fetchSite }: Provenance): boolean =>
  fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
