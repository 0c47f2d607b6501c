import { randomBytes } from 'node:crypto';
import type { Store, Transaction } from '../../store/store.ts';

type Keeper = Pick<Store | Transaction, 'sealer'>;

const sealOf = ({ sealer }: Keeper, accountId: string, mark: string): string =>
  sealer.digest(`known device of ${accountId}: ${mark}`);

/**
 * A token by which a device is known again that somebody signed in from as this account. It opens nothing: it only lets
 * what is typed there be counted by itself, so that nobody keeps its holder out by guessing elsewhere.
 */
export function newDevice(keeper: Keeper, accountId: string): string {
  const mark = randomBytes(16).toString('base64url');
  return `qsd_${mark}.${sealOf(keeper, accountId, mark)}`;
}

/** What tells a known device of this account apart; undefined for any other text. */
export function deviceOf(keeper: Keeper, accountId: string, token: string | undefined): string | undefined {
  const [, mark = '', seal = ''] = /^qsd_([\w-]{22})\.([0-9a-f]{64})$/.exec(token ?? '') ?? [];
  return mark !== '' && seal === sealOf(keeper, accountId, mark) ? mark : undefined;
}
