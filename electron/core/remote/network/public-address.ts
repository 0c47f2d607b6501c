import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Whether an address is one of the public internet. Whatever is not assigned to it counts as private: loopback, the
 * networks of this machine, tunnels that lead to them, metadata services. Source: IANA's special-purpose registries.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family === 6) return unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
  return false;
}

/** Whether a host, as it is written, can be public: a literal is judged now, all else when it is looked up. */
export function canBePublic(host: string): boolean {
  const literal = host.replace(/^\[|\]$|%.*$/g, '');
  return isIP(literal) === 0 || isPublicAddress(literal);
}

/** Told alike of a name that is unknown and of one that leads to a private address: what is in a network is its secret. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError';
  readonly code = 'ENOTFOUND';

  constructor(host: string) {
    super(`${host} has no address in the public internet`);
  }
}

/**
 * Looks a name up for a connection that may leave this machine's network only: it fails where any of the addresses is
 * not public. The connection goes to the very addresses that were judged, so a name that changes gains nothing.
 */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookUp(host, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first || !found.every(({ address }) => isPublicAddress(address))) {
      return done(new NotPublicError(host), '', 4);
    }
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

const special = new BlockList();
const subnets: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];
for (const [net, prefix] of subnets) special.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
