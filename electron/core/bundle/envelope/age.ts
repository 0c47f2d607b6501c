import type { Identity } from 'age-encryption';
import { AppError } from '#shared/model/errors.ts';
import { bundleLimits } from './limits.ts';
import { type Refused, refuse } from './refusals.ts';

/** By what a bundle is opened: an `AGE-SECRET-KEY-1…` or what stands for one, or a passphrase. */
export type Opener = { readonly identity: string | Identity } | { readonly passphrase: string };

/** To whom bytes are encrypted: `age1…` each, or one passphrase. */
export type Sealing =
  | { readonly recipients: readonly string[] }
  | { readonly passphrase: string; readonly workFactor?: number | undefined };

const loadAge = () => import('age-encryption');
const loadPassphrase = () => import('./passphrase.ts');

/** An age file that the standard `age` opens; INVALID_INPUT for a recipient that is none. Loads age. */
export async function encryptAge(plain: Uint8Array, sealing: Sealing): Promise<Uint8Array> {
  const { Encrypter, Stanza } = await loadAge();
  const encrypter = new Encrypter();
  if ('passphrase' in sealing) {
    const { passphraseRecipient } = await loadPassphrase();
    encrypter.addRecipient(passphraseRecipient(sealing, Stanza));
    return encrypter.encrypt(plain);
  }
  try {
    for (const recipient of sealing.recipients) encrypter.addRecipient(recipient);
    return await encrypter.encrypt(plain);
  } catch {
    const message = 'is no age recipient, as one of its characters is wrong; copy it whole from its owner';
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'recipient', message }] });
  }
}

/** What is in an age file, or why it is not opened; its size and its header are bounded before anything is decrypted. */
export async function decryptAge(file: Uint8Array, opener: Opener): Promise<Uint8Array | Refused> {
  const objection = sizeObjection(file);
  if (objection) return objection;
  const { Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  decrypter.addIdentity('passphrase' in opener ? await identityOf(opener.passphrase) : opener.identity);
  try {
    return await decrypter.decrypt(file);
  } catch (error) {
    return isNobodys(error)
      ? refuse('passphrase' in opener ? 'wrongPassphrase' : 'otherRecipient')
      : refuse('damaged');
  }
}

const identityOf = async (passphrase: string): Promise<Identity> =>
  (await loadPassphrase()).passphraseIdentity(passphrase);

/** Whether the file is whole as far as it was read, and for another key. These words are age-encryption's own. */
function isNobodys(error: unknown): boolean {
  return error instanceof Error && error.message === "no identity matched any of the file's recipients";
}

function sizeObjection(file: Uint8Array): Refused | undefined {
  if (file.length > bundleLimits.fileBytes) return refuse('tooBig');
  const start = Buffer.from(file.subarray(0, bundleLimits.headerBytes)).toString('latin1');
  const end = start.indexOf('\n---');
  const stanzas = (end < 0 ? start : start.slice(0, end)).split('\n-> ').length - 1;
  if (stanzas > bundleLimits.recipients) return refuse('tooManyRecipients');
  return end < 0 ? refuse('damaged') : undefined;
}
