import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '#shared/model/errors.ts';
import { type Made, makeCertificate } from '#test/support/certificates.ts';
import { type Pair, readPair } from './read-pair.ts';

const now = Date.UTC(2030, 0, 1);

let root: Made;
let middle: Made;
let leaf: Made;
let old: Made;

beforeAll(() => {
  root = makeCertificate({ name: 'Root' });
  middle = makeCertificate({ name: 'Middle', by: root });
  leaf = makeCertificate({
    name: 'shop',
    names: 'DNS:Shop.example.com,DNS:*.example.com,IP:10.0.0.1,IP:2001:db8::1,email:a@example.com',
    by: middle,
  });
  old = makeCertificate({ name: 'old', names: 'DNS:shop.example.com', by: middle, until: '20250101000000Z' });
});

const read = (chain: string, privateKey = leaf.key): Pair => readPair({ chain, privateKey }, now);

/** What an input is refused with; its field and words. */
function refusal(chain: string, privateKey = leaf.key): string {
  try {
    read(chain, privateKey);
  } catch (error) {
    if (!isAppError(error, 'INVALID_INPUT')) throw error;
    const [{ path, message } = { path: '', message: '' }] = error.data.issues;
    return `${path} ${message}`;
  }
  return 'taken';
}

describe('a certificate', () => {
  it('is taken in whatever order, twice over and among other text, and served leaf first', () => {
    const parts = () => [leaf.certificate, middle.certificate, root.certificate];
    const straight = read(parts().join(''));
    expect(straight.chain).toBe(parts().join(''));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 0, 2, 1], { minLength: 6 }),
        fc.constantFrom('', '\r\n', '# a comment\n', 'Bag Attributes\n  friendlyName: x\n'),
        (order, between) => {
          const text = order.map((at) => `${between}${parts()[at] ?? ''}`).join('');
          expect(read(text)).toEqual(straight);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('says its hosts, issuer, key and times', () => {
    expect(read(leaf.certificate + middle.certificate)).toMatchObject({
      hosts: ['shop.example.com', '*.example.com', '10.0.0.1', '2001:db8::1'],
      issuer: 'Test, Middle',
      keyType: 'ECDSA P-256',
      notBefore: Date.UTC(2020, 0, 1),
      notAfter: Date.UTC(2120, 0, 1),
      chainLength: 2,
    });
  });

  it.each([
    [['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], 'RSA 2048'],
    [['-algorithm', 'ED25519'], 'Ed25519'],
    [['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], 'ECDSA P-384'],
  ])('of a key by %j is %s', (algorithm, keyType) => {
    const made = makeCertificate({ name: 'x', names: 'DNS:a.example.com', algorithm });
    expect(read(made.certificate, made.key)).toMatchObject({ keyType });
  });

  it('takes a key as each program writes it, and keeps it in one form', () => {
    const forms = [['ec'], ['pkey', '-traditional'], ['pkey']].map(([program = '', ...more]) =>
      execFileSync('openssl', [program, ...more], {
        input: leaf.key,
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString(),
    );
    expect(new Set(forms).size).toBeGreaterThan(1);
    const withParameters = `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${forms[0]}`;
    const kept = [...forms, withParameters, leaf.certificate + leaf.key].map(
      (form) => read(leaf.certificate, form).privateKey,
    );
    expect(new Set(kept)).toEqual(new Set([read(leaf.certificate).privateKey]));
  });
});

describe('what is refused', () => {
  it.each<[string, () => [string, string?], RegExp]>([
    ['nothing in PEM', () => ['hello'], /^chain must be certificates in PEM/],
    ['a certificate without an end', () => [leaf.certificate.slice(0, 200)], /^chain is cut off/],
    [
      'a certificate that is damaged',
      () => [leaf.certificate.replace(/\n[^-]{40}/, '\nAAAA')],
      /^chain holds a certificate that cannot be read: number 1/,
    ],
    [
      'the key of another certificate',
      () => [middle.certificate + leaf.certificate, root.key],
      /^privateKey is not the key of “Test, shop”/,
    ],
    [
      'a chain with a gap',
      () => [leaf.certificate + root.certificate],
      /^chain has a gap: “Test, Root”.*“Test, Middle” is missing/,
    ],
    ['an end', () => [old.certificate, old.key], /^chain ended on 2025-01-01/],
    ['no key', () => [leaf.certificate, leaf.certificate], /^privateKey is a certificate, and no key/],
    ['no PEM as a key', () => [leaf.certificate, 'key'], /^privateKey must be a private key in PEM/],
    ['a key that is cut off', () => [leaf.certificate, leaf.key.slice(0, 80)], /^privateKey is cut off/],
    ['two keys', () => [leaf.certificate, leaf.key + root.key], /^privateKey holds several/],
    ['eleven certificates', () => [leaf.certificate.repeat(11)], /^chain holds 11 certificates/],
    [
      'a key that is damaged',
      () => [leaf.certificate, leaf.key.replace(/\n[^-]{20}/, '\nAAAA')],
      /^privateKey is no private key that can be read/,
    ],
  ])('is %s', (_, given, words) => {
    const [chain, key] = given();
    expect(refusal(chain, key)).toMatch(words);
  });

  it('is a key that is closed by a pass phrase, in either form', () => {
    const closed = (...argv: string[]) =>
      execFileSync('openssl', [...argv, '-passout', 'pass:secret'], {
        input: leaf.key,
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString();
    const forms = [closed('pkcs8', '-topk8', '-v2', 'aes256'), closed('ec', '-aes256')];
    expect(forms.join()).toContain('Proc-Type: 4,ENCRYPTED');
    for (const key of forms) {
      expect(refusal(leaf.certificate, key)).toMatch(/^privateKey is closed by a pass phrase/);
    }
  });

  it('is a certificate for no host, and one with an issuer that has ended', () => {
    const mail = makeCertificate({ name: 'mail', names: 'email:a@example.com', by: root });
    expect(refusal(mail.certificate, mail.key)).toMatch(/^chain names no host/);
    const past = makeCertificate({ name: 'Past', by: root, until: '20250101000000Z' });
    const below = makeCertificate({ name: 'below', names: 'DNS:a.example.com', by: past });
    expect(refusal(below.certificate + past.certificate, below.key)).toMatch(
      /^chain holds “Test, Past”, which ended/,
    );
  });

  it('is an older one of the same key beside it, and a weak key', () => {
    const again = makeCertificate({ name: 'shop', names: 'DNS:a.example.com', by: middle, key: leaf.key });
    expect(refusal(leaf.certificate + again.certificate)).toMatch(
      /^chain holds two certificates of this key/,
    );
    const weak = makeCertificate({
      ...{ name: 'weak', names: 'DNS:a.example.com' },
      algorithm: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
    });
    expect(refusal(weak.certificate, weak.key)).toMatch(/^privateKey is of RSA with 1024 bits/);
  });

  it('says nothing of a key, whatever is wrong with it', () => {
    const secret = leaf.key.split('\n')[1] ?? '';
    for (const chain of ['', root.certificate, leaf.key]) expect(refusal(chain)).not.toContain(secret);
  });

  it('needs no name of its own, nor of who vouches for it', () => {
    const nameless = makeCertificate({ name: '', names: 'DNS:a.example.com' });
    expect(read(nameless.certificate, nameless.key)).toMatchObject({
      hosts: ['a.example.com'],
      issuer: 'nobody by name',
    });
    const root = makeCertificate({ name: '' });
    const below = makeCertificate({ name: 'shop', names: 'DNS:a.example.com', by: root });
    expect(refusal(below.certificate + leaf.certificate, below.key)).toContain('“nobody by name” is missing');
  });

  it('is read in bounded time, whatever the text', () => {
    const block = '-----BEGIN CERTIFICATE-----';
    for (const text of [
      block.repeat(4_800),
      '-----BEGIN '.repeat(11_000),
      `${block}${'A'.repeat(130_000)}`,
      leaf.certificate.repeat(180),
    ]) {
      const began = process.cpuUsage();
      expect(refusal(text)).toMatch(/^chain/);
      expect(refusal(leaf.certificate, text.slice(0, 65_000))).not.toBe('taken');
      // of this process's own work, whatever else the machine does meanwhile
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
    }
  });
});
