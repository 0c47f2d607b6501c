import type { ApiKey } from '#shared/contract/api-key.ts';

const units: readonly (readonly [string, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `minute`, `2 hours`, `90 s`: the largest unit that fits without a rest. */
export const periodWords = (seconds: number): string => {
  const [unit = '', size = 1] = units.find(([, each]) => seconds % each === 0) ?? [];
  if (!unit) return `${seconds} s`;
  const amount = seconds / size;
  return amount === 1 ? unit : `${amount} ${unit}s`;
};

const everyWords = (amount: number, seconds: number): string => `${amount} every ${periodWords(seconds)}`;

/** `10 a minute`, `80 of 100 left, 5 every hour`; `none` where nothing is limited. */
export const limitWords = ({ rateLimit, requestCap }: Pick<ApiKey, 'rateLimit' | 'requestCap'>): string => {
  const words: string[] = [];
  if (rateLimit) words.push(`${everyWords(rateLimit.count, rateLimit.windowSeconds)}`);
  if (requestCap) {
    const { cap, left, refillAmount, refillEverySeconds } = requestCap;
    words.push(`${left} of ${cap} left`);
    if (refillAmount && refillEverySeconds)
      words.push(`refilled by ${everyWords(refillAmount, refillEverySeconds)}`);
  }
  return words.join(', ') || 'none';
};

/** `all that Olive may`, `12 permissions`. */
export const mayWords = ({ permissions, holder }: Pick<ApiKey, 'permissions' | 'holder'>): string => {
  if (!permissions) return `all that ${holder} may`;
  return permissions.length === 1 ? '1 permission' : `${permissions.length} permissions`;
};

/** `everywhere`, `Shop/production, harbour`, `nowhere: its scopes are gone`. */
export const whereWords = ({ scopes }: Pick<ApiKey, 'scopes'>): string => {
  if (!scopes) return 'everywhere';
  return scopes.map(({ path }) => path).join(', ') || 'nowhere any more';
};

export const stateWords: Readonly<Record<ApiKey['state'], string>> = {
  active: 'active',
  expired: 'expired',
  powerless: 'at rest',
};

/** What is the matter with a key that does not work; undefined for one that does. */
export const stateReason = ({ state, holder }: Pick<ApiKey, 'state' | 'holder'>): string | undefined =>
  ({
    active: undefined,
    expired: 'It has expired. Create a new one.',
    powerless: `${holder} may not use API keys now, so it is refused. It works again once that is over.`,
  })[state];

const soonMs = 7 * 86_400_000;

/** How long a key still lives, in the largest unit: `never`, `in 6 days`, `in 40 min`, `expired`. */
export const expiryWords = ({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): string => {
  if (expiresAt === undefined) return 'never';
  const minutes = Math.ceil((Date.parse(expiresAt) - now) / 60_000);
  if (minutes <= 0) return 'expired';
  if (minutes < 120) return `in ${minutes} min`;
  if (minutes < 2 * 1_440) return `in ${Math.floor(minutes / 60)} h`;
  return `in ${Math.floor(minutes / 1_440)} days`;
};

/** Whether a key ends within a week, so that whoever uses it should hear of it. */
export const endsSoon = (
  { expiresAt, isToken }: Pick<ApiKey, 'expiresAt' | 'isToken'>,
  now: number,
): boolean => !isToken && expiresAt !== undefined && Date.parse(expiresAt) - now < soonMs;
