import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { stateFolder } from './paths.ts';
import { must } from './run.ts';

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';
export type KeyPair = { privateKey: string; publicKey: string };
export type LabKey = KeyPair & { privateKeyPath: string };

async function readPair(path: string): Promise<KeyPair> {
  const [privateKey, publicKey] = await Promise.all([
    readFile(path, 'utf8'),
    readFile(`${path}.pub`, 'utf8'),
  ]);
  return { privateKey, publicKey: publicKey.trim() };
}

/** A fresh OpenSSH key pair, sealed with the passphrase if one is given. */
export async function createKeyPair(type: KeyType = 'ed25519', passphrase = ''): Promise<KeyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'quayside-lab-key-'));
  try {
    const path = join(folder, 'key');
    await must(['ssh-keygen', '-q', '-t', type, '-N', passphrase, '-C', 'quayside-lab', '-f', path]);
    return await readPair(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where the private key is or will be. */
export const labKeyPath = (): string => join(stateFolder(), 'id_ed25519');

/** The one key pair that every lab server lets in; made on first use and kept in the state folder. */
export async function labKey(): Promise<LabKey> {
  const privateKeyPath = labKeyPath();
  await withLock('key', async () => {
    if (existsSync(`${privateKeyPath}.pub`)) return;
    await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'quayside-lab', '-f', privateKeyPath]);
  });
  return { ...(await readPair(privateKeyPath)), privateKeyPath };
}

/** `SHA256:…` as ssh prints it, from a line of a .pub file. */
export function fingerprint(publicKey: string): string {
  const raw = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(raw).digest('base64').replace(/=+$/, '')}`;
}
