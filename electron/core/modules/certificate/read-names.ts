import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { isDomainHost } from '#shared/model/domain/host.ts';
import { hidesSomething } from '#shared/model/invisible.ts';

/**
 * The hosts and addresses that a certificate is for, each once. What is no host that a browser asks for is left out, such
 * as mail addresses. Source: RFC 5280 4.2.1.6; the text is Node's, which quotes what could be taken for another name.
 */
export function namesOf({ subjectAltName = '' }: Pick<X509Certificate, 'subjectAltName'>): string[] {
  const names = [...subjectAltName.matchAll(/(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)/g)].flatMap(
    ([, type, value = '']): string[] => {
      const name = value.toLowerCase().replace(/\.$/, '');
      if (type === 'DNS') return isDomainHost(name) ? [name] : [];
      return type === 'IP Address' && isIP(value) ? [shortAddress(value)] : [];
    },
  );
  return [...new Set(names)];
}

/** OpenSSL writes all groups of an IPv6 address out. */
const shortAddress = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

/**
 * A name of the lines that Node writes of a subject or issuer, as people know it; nothing invisible is shown of it. One
 * without any lines is undefined there, whatever Node's types say.
 */
export function calledIn(lines: string | undefined): string {
  if (!lines) return 'nobody by name';
  const values = new Map(
    lines.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const [organization, name] = [values.get('O'), values.get('CN') ?? values.get('OU')];
  const text = [organization, name].filter(Boolean).join(', ') || lines.replaceAll('\n', ', ');
  return (hidesSomething(text) ? JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, '?') : text).slice(0, 200);
}
