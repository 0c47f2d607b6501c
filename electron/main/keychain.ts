/** What is needed of Electron's safeStorage: its asynchronous half, for the other is deprecated. */
export interface Keychain {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string }>;
}

/**
 * On Linux Chromium "encrypts" with a fixed, published key where it finds no keychain, says that encryption is
 * available, and marks the result `v10`. Source: Chromium, components/os_crypt.
 */
export const isUnprotected = (encrypted: Uint8Array, platform: string): boolean =>
  platform === 'linux' && Buffer.from(encrypted.subarray(0, 3)).toString('latin1') === 'v10';

/** The bytes as the keychain protects them; undefined where this session has no keychain worth the name. */
export const encryptByKeychain = async (
  keychain: Keychain,
  platform: string,
  bytes: Uint8Array,
): Promise<Uint8Array | undefined> => {
  if (!(await keychain.isAsyncEncryptionAvailable())) return undefined;
  const encrypted = await keychain.encryptStringAsync(Buffer.from(bytes).toString('base64'));
  return isUnprotected(encrypted, platform) ? undefined : encrypted;
};

/** Rejects with Electron's own error where the keychain does not hold the key. */
export const decryptByKeychain = async (keychain: Keychain, encrypted: Uint8Array): Promise<Uint8Array> => {
  const { result } = await keychain.decryptStringAsync(Buffer.from(encrypted));
  return Buffer.from(result, 'base64');
};
