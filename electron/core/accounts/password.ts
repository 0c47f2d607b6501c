import { availableParallelism } from 'node:os';
import { AppError } from '#shared/model/errors.ts';
import { HashQueue } from './hash-queue.ts';

/** OWASP's Argon2id, at the strength that security.md names; `algorithm: 2` is Argon2id. */
const strength = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;

// A processor is left for those who are signed in, where there is more than one.
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const row = new HashQueue({ atOnce, known: 64, perStranger: 4, strangers: 512 });

/** One text for all the ways in which a keyboard may compose it. Source: RFC 8265 4.2. */
const normal = (password: string): string => password.normalize('NFKC');

/**
 * Hashes a password with a salt of its own; takes a tenth of a second and 64 MiB, so at most two run at once. `lane` says
 * whose it is where nobody is signed in: they wait in rotation, after those who are.
 */
export const hashPassword = (password: string, lane?: string): Promise<string> =>
  row.run(async () => {
    const { hash } = await import('@node-rs/argon2');
    return hash(normal(password), strength);
  }, lane);

let decoy: Promise<string> | undefined;

/**
 * Whether a password is the one that was hashed. Without a hash (an unknown address, an account that has no
 * password) it takes as long and answers no. LIMIT where too many wait already; `lane` as above.
 */
export const verifyPassword = async (
  hash: string | null | undefined,
  password: string,
  lane?: string,
): Promise<boolean> => {
  decoy ??= hashPassword('nobody has this password');
  const compared = hash ?? (await decoy);
  const { verify } = await import('@node-rs/argon2');
  const isSame = await row.run(() => verify(compared, normal(password)), lane);
  return isSame && hash != null;
};

/** Refuses a password that is the name or the address it protects; `field` is where it was typed. */
export const requireNotGuessable = (
  password: string,
  account: { name: string; email: string },
  field: string,
): void => {
  const typed = normal(password).toLowerCase();
  const known = [account.name, account.email, account.email.split('@')[0] ?? ''];
  if (!known.some((text) => normal(text).toLowerCase() === typed)) return;
  const message = 'must not be your name or your e-mail address';
  throw new AppError('INVALID_INPUT', { issues: [{ path: field, message }] });
};
