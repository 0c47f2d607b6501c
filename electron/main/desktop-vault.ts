import type { Vault } from '#core/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { decryptByKeychain, encryptByKeychain, type Keychain } from './keychain.ts';
import { decryptByPassphrase, encryptByPassphrase } from './passphrase.ts';

/** What the person is asked: a passphrase for a new store, the one of this store, or that one again. */
export type PassphraseQuestion = 'choose' | 'enter' | 'wrong';

/** First byte of what the vault keeps: how the rest is protected. */
const byKeychain = 0x4b;
const byPassphrase = 0x50;

const names: Readonly<Record<string, string>> = {
  darwin: 'the macOS keychain',
  win32: 'Windows data protection',
};

const lost =
  "this session's keychain does not hold the key of this store: it is another user's, or the keychain was reset. " +
  'Restore the keychain, or start with another --data folder. Nothing was changed.';

const cancelled = (): never => {
  throw new AppError('CANCELLED', { what: 'Opening the store' });
};

/**
 * Keeps the data key in the operating system's keychain; where a Linux session has none, under a passphrase that
 * is asked for at each start. What was protected one way is only ever opened that way. `ask` resolves to
 * undefined when the person closes the question, which rejects with CANCELLED.
 */
export const createDesktopVault = (parts: {
  keychain: Keychain;
  platform: string;
  ask(question: PassphraseQuestion): Promise<string | undefined>;
}): Vault => {
  const { keychain, platform, ask } = parts;
  let protection = names[platform] ?? "this session's keychain";

  const askUntilRight = async (encrypted: Uint8Array, question: PassphraseQuestion): Promise<Uint8Array> => {
    const passphrase = (await ask(question)) ?? cancelled();
    const opened = await decryptByPassphrase(passphrase, encrypted);
    return opened ?? askUntilRight(encrypted, 'wrong');
  };

  const openByKeychain = async (encrypted: Uint8Array): Promise<Uint8Array> => {
    try {
      return await decryptByKeychain(keychain, encrypted);
    } catch (error) {
      throw new AppError('CONFLICT', { field: 'store', reason: lost }, { cause: error });
    }
  };

  return {
    get protection() {
      return protection;
    },
    wrap: async (dataKey) => {
      const protectedKey = await encryptByKeychain(keychain, platform, dataKey);
      if (protectedKey) return Buffer.concat([Buffer.of(byKeychain), protectedKey]);
      protection = 'a passphrase';
      const passphrase = (await ask('choose')) ?? cancelled();
      return Buffer.concat([Buffer.of(byPassphrase), await encryptByPassphrase(passphrase, dataKey)]);
    },
    unwrap: async (wrapped) => {
      if (wrapped[0] === byKeychain) return openByKeychain(wrapped.subarray(1));
      if (wrapped[0] !== byPassphrase) {
        const reason = 'it was made by a headless host and is protected by its key file; open it with that.';
        throw new AppError('CONFLICT', { field: 'store', reason });
      }
      protection = 'a passphrase';
      return askUntilRight(wrapped.subarray(1), 'enter');
    },
  };
};
