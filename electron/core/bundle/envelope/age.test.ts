import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as vectors from 'cctv-age';
import { describe, expect, it } from 'vitest';
import { decryptAge, encryptAge } from './age.ts';
import { bundleLimits } from './limits.ts';

/** A public test vector of age (C2SP CCTV): lines of what is expected, an empty line, and the file. */
const read = (vector: Uint8Array) => {
  const bytes = Buffer.from(vector);
  const end = bytes.indexOf('\n\n');
  const lines = bytes.subarray(0, end).toString().split('\n');
  const fields = new Map(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const rest = bytes.subarray(end + 2);
  return { fields, file: fields.get('compressed') === 'zlib' ? inflateSync(rest) : rest };
};

const all = Object.entries(vectors).map(([name, vector]) => ({ name, ...read(vector) }));
const ours = all.filter(({ fields }) => {
  const isOurs = fields.get('identity')?.startsWith('AGE-SECRET-KEY-1') || fields.has('passphrase');
  return isOurs && !fields.has('armored');
});

describe('the public test vectors of age', () => {
  it('are there', () => {
    expect(all.length).toBeGreaterThanOrEqual(143);
    expect(ours.length).toBeGreaterThan(80);
  });

  it.each(ours)('$name', async ({ fields, file }) => {
    const passphrase = fields.get('passphrase');
    const opener = passphrase === undefined ? { identity: fields.get('identity') ?? '' } : { passphrase };
    const plain = await decryptAge(file, opener);
    if (file.length > bundleLimits.fileBytes) expect(plain).toMatchObject({ refused: 'tooBig' });
    else if (fields.get('expect') !== 'success') expect(plain).toMatchObject({ refused: expect.any(String) });
    else if ('refused' in plain) expect(plain).toBe('opened');
    else expect(createHash('sha256').update(plain).digest('hex')).toBe(fields.get('payload'));
  });
});

describe('what is read of an age file', () => {
  const opener = { passphrase: 'anything' };
  const file = (text: string): Uint8Array => new TextEncoder().encode(text);
  const stanza = '-> X25519 AAAA\nAAAA\n';

  it('ends where a file is larger than a bundle may be', async () => {
    const large = new Uint8Array(bundleLimits.fileBytes + 1);
    expect(await decryptAge(large, opener)).toMatchObject({ refused: 'tooBig', error: { code: 'LIMIT' } });
  });

  it('ends where its header names more recipients than a bundle may have, or does not end', async () => {
    const many = `age-encryption.org/v1\n${stanza.repeat(65)}--- AAAA\n`;
    expect(await decryptAge(file(many), opener)).toMatchObject({ refused: 'tooManyRecipients' });
    const endless = `age-encryption.org/v1\n-> x y\n${'A'.repeat(20_000)}`;
    expect(await decryptAge(file(endless), opener)).toMatchObject({ refused: 'damaged' });
  });

  it('ends where a passphrase would take more work than age itself asks for', async () => {
    const salt = Buffer.alloc(16).toString('base64').replace(/=+$/, '');
    const body = Buffer.alloc(32).toString('base64').replace(/=+$/, '');
    const heavy = `age-encryption.org/v1\n-> scrypt ${salt} 19\n${body}\n--- AAAA\nx`;
    expect(await decryptAge(file(heavy), opener)).toMatchObject({ refused: 'damaged' });
  });

  it('tells a wrong passphrase from a damaged file', async () => {
    const sealed = await encryptAge(file('hello'), { passphrase: 'correct horse', workFactor: 10 });
    expect(await decryptAge(sealed, { passphrase: 'wrong horse' })).toMatchObject({
      refused: 'wrongPassphrase',
    });
    expect(await decryptAge(sealed, { passphrase: 'correct horse' })).toEqual(file('hello'));
  });
});
