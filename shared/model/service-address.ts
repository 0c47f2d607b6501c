import { isLoopback } from './loopback.ts';

/** Ports that people give to web servers by convention; the container's own, since the server's may be any. */
const webPorts: ReadonlySet<number> = new Set([
  80, 443, 591, 2368, 3000, 3001, 4000, 4200, 5000, 5173, 8000, 8008, 8080, 8081, 8443, 8888, 9000, 9090,
]);
const securePorts: ReadonlySet<number> = new Set([443, 8443]);

export interface Listening {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
  /** The command of the health check, which often says by itself that it asks a web server. */
  readonly healthCommand: readonly string[];
}

/**
 * `http` or `https` where a port is a web server's: the health check asks it so, or by convention. Nothing is sent
 * to find out, since what listens there may be anything.
 */
export function webSchemeOf({
  containerPort,
  protocol,
  healthCommand,
}: Listening): 'http' | 'https' | undefined {
  if (protocol !== 'tcp') return undefined;
  const asked = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{1,5}))?(?![\d.])/.exec(
    healthCommand.join(' '),
  );
  const [, scheme, port = scheme === 'https' ? '443' : '80'] = asked ?? [];
  if (scheme && Number(port) === containerPort) return scheme === 'https' ? 'https' : 'http';
  if (!webPorts.has(containerPort)) return undefined;
  return securePorts.has(containerPort) ? 'https' : 'http';
}

/** A link to a host by its port; undefined where a browser would read another host out of it, or none. */
export function webUrl(scheme: 'http' | 'https', host: string, port: number): string | undefined {
  const written = writtenHost(host);
  const isUsual = port === (scheme === 'https' ? 443 : 80);
  return written && `${scheme}://${written}${isUsual ? '' : `:${port}`}/`;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const plainAddress = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** As a URL holds it. A name that ends in a number is read as an IPv4 address. Source: WHATWG URL 3.5. */
function writtenHost(host: string): string | undefined {
  if (host.includes(':')) return /^[0-9a-f:]{2,39}$/i.test(host) ? `[${host.toLowerCase()}]` : undefined;
  if (plainAddress.test(host)) return host;
  const isName = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?$/i.test(host);
  return isName && !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(host) ? host.toLowerCase() : undefined;
}

/** Why an address that the server is known by here may lead others nowhere; undefined where it is public. */
export function addressCaution(host: string, jumpName: string | undefined): string | undefined {
  if (jumpName !== undefined)
    return `Quayside reaches this server through ${jumpName} only: a browser reaches this address from there, or from the same network.`;
  if (isLoopback(host)) return 'This address works on the machine that Quayside runs on only.';
  if (isPrivateAddress(host)) return 'A private address: it works inside the server’s own network only.';
  if (isPrivateName(host))
    return 'A private name: it works only where this machine’s names are known, and may be an alias of ~/.ssh/config.';
  return undefined;
}

/** Source: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
function isPrivateAddress(host: string): boolean {
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)[\d.]+$|^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(
    host,
  );
}

/** Source: RFC 6762, RFC 8375, ICANN's resolution 2024.07.29.06 on `internal`. */
function isPrivateName(host: string): boolean {
  if (host.includes(':')) return false;
  return !host.includes('.') || /\.(?:local|internal|lan|home\.arpa|localdomain|test)$/i.test(host);
}
