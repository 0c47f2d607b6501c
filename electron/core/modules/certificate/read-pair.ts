import type { X509Certificate } from 'node:crypto';
import { nameOf, readChain } from './read-chain.ts';
import { readKey } from './read-key.ts';
import { calledIn, namesOf } from './read-names.ts';
import { refuse } from './refuse.ts';

/** A certificate with its key, as it is kept and served, and what was read from it. */
export interface Pair {
  readonly chain: string;
  readonly chainLength: number;
  readonly privateKey: string;
  readonly hosts: readonly string[];
  readonly issuer: string;
  readonly keyType: string;
  readonly fingerprint: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Reads a certificate and its key as they were typed, in whatever order, and as whatever program wrote them. INVALID_INPUT
 * names the field that has to change and why; nothing of a key is in it.
 */
export function readPair(given: { readonly chain: string; readonly privateKey: string }, now: number): Pair {
  const { key, type, pem } = readKey(given.privateKey);
  const chain = readChain(given.chain, key);
  const [leaf] = chain;
  if (!leaf) throw new Error('a chain begins with its leaf');
  requireNotPast(chain, now);
  const hosts = namesOf(leaf);
  if (hosts.length === 0) {
    refuse(
      'chain',
      'names no host: browsers want a DNS name or an address among its subject alternative names',
    );
  }
  return {
    chain: chain.map((each) => each.toString()).join(''),
    chainLength: chain.length,
    privateKey: pem,
    hosts,
    issuer: calledIn(leaf.issuer),
    keyType: type,
    fingerprint: leaf.fingerprint256,
    notBefore: leaf.validFromDate.getTime(),
    notAfter: leaf.validToDate.getTime(),
  };
}

/** One that vouches and has ended makes browsers refuse the whole. */
function requireNotPast(chain: readonly X509Certificate[], now: number): void {
  const past = chain.find(({ validToDate }) => validToDate.getTime() <= now);
  if (!past) return;
  const day = past.validToDate.toISOString().slice(0, 10);
  refuse(
    'chain',
    past === chain[0]
      ? `ended on ${day}; give the one that was issued since`
      : `holds “${nameOf(past)}”, which ended on ${day}`,
  );
}
