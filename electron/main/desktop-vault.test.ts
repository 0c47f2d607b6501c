import { describe, expect, it } from 'vitest';
import { createDesktopVault, type PassphraseQuestion } from './desktop-vault.ts';
import { isUnprotected, type Keychain } from './keychain.ts';

const keychain = (prefix: string, isAvailable = true): Keychain => ({
  isAsyncEncryptionAvailable: async () => isAvailable,
  encryptStringAsync: async (text) => Buffer.from(prefix + text),
  decryptStringAsync: async (encrypted) => {
    const text = encrypted.toString();
    if (!text.startsWith(prefix)) throw new Error('Error while decrypting the ciphertext');
    return { result: text.slice(prefix.length) };
  },
});

/** A person who gives these answers in turn, and closes the question after them. */
const person = (...answers: string[]) => {
  const asked: PassphraseQuestion[] = [];
  return {
    asked,
    ask: async (question: PassphraseQuestion) => {
      asked.push(question);
      return answers.shift();
    },
  };
};

const dataKey = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
const bytes = (value: Uint8Array): Buffer => Buffer.from(value);

describe('with a keychain', () => {
  it.each([
    ['linux', 'v11'],
    ['darwin', 'v10'],
    ['win32', 'v10'],
  ])('the data key is kept there on %s, and nobody is asked', async (platform, prefix) => {
    const { ask, asked } = person();
    const vault = createDesktopVault({ keychain: keychain(prefix), platform, ask });
    expect(bytes(await vault.unwrap(await vault.wrap(dataKey)))).toEqual(bytes(dataKey));
    expect(asked).toEqual([]);
  });

  it('that has lost the key, the store stays closed and nothing is asked', async () => {
    const { ask, asked } = person('a long passphrase');
    const parts = { platform: 'linux', ask };
    const wrapped = await createDesktopVault({ ...parts, keychain: keychain('v11') }).wrap(dataKey);
    const other = createDesktopVault({ ...parts, keychain: keychain('v12') });
    await expect(other.unwrap(wrapped)).rejects.toMatchObject({ code: 'CONFLICT', cause: expect.any(Error) });
    expect(asked).toEqual([]);
  });
});

describe('without a keychain', () => {
  it.each([
    ['that answers at all', keychain('v11', false)],
    ['but the fixed key that Chromium falls back to', keychain('v10')],
  ])('(%s) a passphrase is asked for, until it is right', async (_, none) => {
    const { ask, asked } = person('correct horse battery', 'wrong', 'correct horse battery');
    const vault = createDesktopVault({ keychain: none, platform: 'linux', ask });
    const wrapped = await vault.wrap(dataKey);
    expect(bytes(wrapped).includes(bytes(dataKey))).toBe(false);
    expect(bytes(await vault.unwrap(wrapped))).toEqual(bytes(dataKey));
    expect(asked).toEqual(['choose', 'enter', 'wrong']);
    expect(vault.protection).toBe('a passphrase');
  });

  it('a person who closes the question opens nothing', async () => {
    const vault = createDesktopVault({ keychain: keychain('v10'), platform: 'linux', ask: person().ask });
    await expect(vault.wrap(dataKey)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('bytes that were changed do not open', async () => {
    const { ask, asked } = person('correct horse battery', 'correct horse battery');
    const vault = createDesktopVault({ keychain: keychain('v10'), platform: 'linux', ask });
    const wrapped = await vault.wrap(dataKey);
    wrapped[wrapped.length - 1] = (wrapped.at(-1) ?? 0) ^ 1;
    await expect(vault.unwrap(wrapped)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(asked).toEqual(['choose', 'enter', 'wrong']);
  });
});

it('opens no store of a headless host, and says whose it is', async () => {
  const vault = createDesktopVault({ keychain: keychain('v11'), platform: 'linux', ask: person().ask });
  await expect(vault.unwrap(Buffer.alloc(60))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('headless host'),
  });
});

it('takes v10 for unprotected on Linux only', () => {
  expect(isUnprotected(Buffer.from('v10abc'), 'linux')).toBe(true);
  expect(isUnprotected(Buffer.from('v11abc'), 'linux')).toBe(false);
  expect(isUnprotected(Buffer.from('v10abc'), 'darwin')).toBe(false);
});
