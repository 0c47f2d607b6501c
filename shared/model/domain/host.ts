import { labelToAscii, labelToUnicode } from './punycode.ts';

/**
 * A host name as a proxy's rule holds it: lower case, in ASCII, without a dot at its end. What people type in their own
 * script becomes punycode; what cannot be a host name comes back as something that `isDomainHost` refuses.
 */
export function domainHost(text: string): string {
  const folded = text.trim().normalize('NFKC').toLowerCase().replaceAll('。', '.').replace(/\.$/, '');
  return folded.split('.').map(labelToAscii).join('.');
}

/**
 * Whether a text is a host name that a proxy can route: labels of letters, digits and dashes, the first one perhaps `*`
 * above at least two others, and no address. Source: RFC 1123 2.1, RFC 5890 2.3.1.
 */
export function isDomainHost(host: string): boolean {
  const labels = host.split('.');
  const named = labels[0] === '*' ? labels.slice(1) : labels;
  if (host.length > 253 || (labels[0] === '*' && named.length < 2)) return false;
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(named.at(-1) ?? '')) return false;
  return named.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label) && isSound(label));
}

/** A host name as people read it. */
export function shownHost(host: string): string {
  return host.split('.').map(labelToUnicode).join('.');
}

/** Whether a host name stands for every name directly below another one. */
export const isWildcard = (host: string): boolean => host.startsWith('*.');

/** Whether requests to `host` may be meant for `rule` as well: they are the same, or one is a wildcard over the other. */
export function hostsOverlap(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

/** The other form of a name: with `www.` in front, or without where it has that. */
export function wwwOf(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : `www.${host}`;
}

const covers = (wildcard: string, host: string): boolean =>
  isWildcard(wildcard) && !isWildcard(host) && host.slice(host.indexOf('.') + 1) === wildcard.slice(2);

/** `xn--` is punycode's alone, and what it says has to say the same back. */
const isSound = (label: string): boolean =>
  label.slice(2, 4) !== '--' || (label.startsWith('xn--') && labelToUnicode(label) !== label);
