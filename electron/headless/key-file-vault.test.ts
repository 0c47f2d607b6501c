import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeyFileVault } from './key-file-vault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dataKey = Buffer.alloc(32, 9);
const keyFile = () => join(folder, 'vault.key');

it('opens what it wrapped, with a key that only its owner can read', async () => {
  const wrapped = await createKeyFileVault(folder).wrap(dataKey);
  expect(Buffer.from(wrapped).includes(dataKey)).toBe(false);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  expect(Buffer.from(await createKeyFileVault(folder).unwrap(wrapped))).toEqual(dataKey);
});

it('refuses a key that others can read, of any of their bits', async () => {
  const wrapped = await createKeyFileVault(folder).wrap(dataKey);
  for (const mode of [0o640, 0o604, 0o620, 0o601]) {
    chmodSync(keyFile(), mode);
    await expect(createKeyFileVault(folder).unwrap(wrapped)).rejects.toMatchObject({ code: 'CONFLICT' });
  }
});

it('never replaces a key that is missing, too short or another one', async () => {
  const vault = createKeyFileVault(folder);
  const wrapped = await vault.wrap(dataKey);
  writeFileSync(keyFile(), Buffer.alloc(32, 1));
  await expect(vault.unwrap(wrapped)).rejects.toThrow(/another store/);
  writeFileSync(keyFile(), 'short');
  await expect(vault.unwrap(wrapped)).rejects.toThrow(/32 bytes/);
  expect(readFileSync(keyFile(), 'utf8')).toBe('short');
  rmSync(keyFile());
  await expect(vault.unwrap(wrapped)).rejects.toThrow(/missing/);
  expect(() => statSync(keyFile())).toThrow();
});

it('notices every changed bit', async () => {
  const vault = createKeyFileVault(folder);
  const wrapped = Buffer.from(await vault.wrap(dataKey));
  for (let at = 0; at < wrapped.length; at += 1) {
    const changed = Buffer.from(wrapped);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(vault.unwrap(changed)).rejects.toMatchObject({ code: 'CONFLICT' });
  }
});
