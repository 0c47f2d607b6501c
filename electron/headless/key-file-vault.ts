import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Vault } from '#core/host.ts';
import { AppError } from '#shared/model/errors.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const associated = Buffer.from('quayside data key 1');

const refuse = (reason: string): never => {
  throw new AppError('CONFLICT', { field: 'store', reason });
};

const readKey = (path: string): Buffer => {
  if (!existsSync(path)) {
    return refuse(`its key file ${path} is missing; put it back from a backup. Nothing was changed.`);
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    return refuse(`its key file ${path} can be read by others; run \`chmod 600\` on it and start again.`);
  }
  const key = readFileSync(path);
  return key.length === keyBytes ? key : refuse(`its key file ${path} does not hold a key of 32 bytes.`);
};

const flush = (path: string): void => {
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
};

/** On the disk before the store that needs it: a key lost to a power cut is a store lost. */
const makeKey = (folder: string, path: string): Buffer => {
  const key = randomBytes(keyBytes);
  const fresh = `${path}.${process.pid}`;
  try {
    writeFileSync(fresh, key, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  if (process.platform !== 'win32') flush(folder);
  return key;
};

/**
 * Wraps the data key by AES-256-GCM under a key file (`vault.key`, mode 0600) beside the store. The file is
 * made when a store is new; one that is missing, damaged or readable by others is refused, never replaced.
 */
export const createKeyFileVault = (dataFolder: string): Vault => {
  const path = join(dataFolder, 'vault.key');
  return {
    protection: `key file ${path}`,
    wrap: async (dataKey) => {
      const key = existsSync(path) ? readKey(path) : makeKey(dataFolder, path);
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
      const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]);
    },
    unwrap: async (wrapped) => {
      const nonce = wrapped.subarray(0, nonceBytes);
      const tag = wrapped.subarray(nonceBytes, nonceBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', readKey(path), nonce, { authTagLength: tagBytes })
        .setAAD(associated)
        .setAuthTag(tag);
      const opened = decipher.update(wrapped.subarray(nonceBytes + tagBytes));
      try {
        return Buffer.concat([opened, decipher.final()]);
      } catch (error) {
        const reason = `its key file ${path} belongs to another store; put the right one back from a backup. Nothing was changed.`;
        throw new AppError('CONFLICT', { field: 'store', reason }, { cause: error });
      }
    },
  };
};
