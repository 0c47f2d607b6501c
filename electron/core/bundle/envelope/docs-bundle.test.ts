import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleParts, makePeople } from '#test/support/sealed-bundle.ts';
import { encryptAge } from './age.ts';
import { canonicalJson } from './canonical.ts';
import { fingerprintOf, type KeyPairs, sealBundle } from './index.ts';

const page = readFileSync(new URL('../../../../docs/bundle.md', import.meta.url), 'utf8');
const script = /```js check-bundle\.mjs\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'quayside-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};

const ask = (file: Uint8Array, keys: KeyPairs, fingerprint: string) => {
  const given = [put('a.qsbundle', file), put('key.txt', `${keys.identity}\n`), fingerprint];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [put('check-bundle.mjs', script), ...given],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
};

const hasAge = spawnSync('age', ['--version']).status === 0;
const mustHaveAge = process.env.QUAYSIDE_CI !== undefined;

describe.skipIf(!hasAge && !mustHaveAge)('the script of docs/bundle.md, by the standard age', () => {
  let people: { olive: KeyPairs; max: KeyPairs; eve: KeyPairs };
  beforeAll(async () => {
    people = await makePeople();
  });

  /** Valid by the clock of this machine, which the script asks. */
  const sealedFor = (to: string, days = 1) => {
    const at = (ms: number): string => new Date(ms).toISOString();
    const validFrom = at(Date.now() - days * 86_400_000);
    const validTo = at(Date.now() + (days === 1 ? 86_400_000 : -1_000));
    return sealBundle({
      ...bundleParts(people.olive, to, { name: 'Hafen “Süd” 🚢', port: 2.5 }),
      validFrom,
      validTo,
    });
  };

  it('is about 20 lines', () => {
    expect(script.trim().split('\n').length).toBeGreaterThan(15);
    expect(script.trim().split('\n').length).toBeLessThanOrEqual(28);
  });

  it('prints what is in a bundle', async () => {
    const { file } = await sealedFor(people.max.recipient);
    const { status, stdout, stderr } = ask(file, people.max, fingerprintOf(people.olive));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ body: { name: 'Hafen “Süd” 🚢', port: 2.5 } });
  });

  it('refuses one that somebody else signed, that is over, or that is for another key', async () => {
    const { file } = await sealedFor(people.max.recipient);
    expect(ask(file, people.max, fingerprintOf(people.eve)).stderr).toContain('refused: signed by SHA256:');
    expect(ask(file, people.eve, fingerprintOf(people.olive)).stderr).toContain('no identity matched');
    const over = await sealedFor(people.max.recipient, 2);
    expect(ask(over.file, people.max, fingerprintOf(people.olive)).stderr).toContain(
      'refused: not valid now',
    );
  });

  it('refuses one that was changed after it was signed, or passed on', async () => {
    const { file } = await sealedFor(people.max.recipient);
    const { stdout } = ask(file, people.max, fingerprintOf(people.olive));
    const again = (change: object, to: KeyPairs) => {
      const text = canonicalJson({
        document: { ...JSON.parse(stdout), ...change },
        signature: 'A'.repeat(86),
      });
      return encryptAge(new TextEncoder().encode(text), { recipients: [to.recipient] });
    };
    const changed = await again({ body: 'other' }, people.max);
    expect(ask(changed, people.max, fingerprintOf(people.olive)).stderr).toContain(
      'refused: the signature is wrong',
    );
  });
});
