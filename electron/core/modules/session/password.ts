import { AppError } from '#shared/model/errors.ts';

/** Verifications at once, of 64 MiB each, and how many may wait for their turn. */
const [atOnce, waitingLimit] = [2, 64];

/** OWASP's Argon2id, at the strength that security.md names; `algorithm: 2` is Argon2id. */
const strength = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;

const waiting: (() => void)[] = [];
let running = 0;

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (waiting.length >= waitingLimit) {
    throw new AppError('LIMIT', { what: 'Sign-ins that wait for their turn', limit: waitingLimit });
  }
  if (running < atOnce) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
};

/** One text for all the ways in which a keyboard may compose it. Source: RFC 8265 4.2. */
const normal = (password: string): string => password.normalize('NFKC');

/** Hashes a password with a salt of its own; takes a tenth of a second and 64 MiB, so at most two run at once. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(async () => {
    const { hash } = await import('@node-rs/argon2');
    return hash(normal(password), strength);
  });

let decoy: Promise<string> | undefined;

/**
 * Whether a password is the one that was hashed. Without a hash (an unknown address, an account that has no
 * password) it takes as long and answers no. LIMIT where too many wait already.
 */
export const verifyPassword = async (hash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword('nobody has this password');
  const compared = hash ?? (await decoy);
  const { verify } = await import('@node-rs/argon2');
  const isSame = await inTurn(() => verify(compared, normal(password)));
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
