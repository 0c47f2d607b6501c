import { isApiKey } from '#shared/model/api-key.ts';
import { AppError } from '#shared/model/errors.ts';
import { every } from '../../events/every.ts';
import type { Host } from '../../host.ts';
import type { Who } from '../../rpc/caller.ts';
import type { AdmittedKey } from '../../rpc/context.ts';
import type { Store } from '../../store/store.ts';
import { createCountRequest } from './count-request.ts';
import { createFindKey, type FoundKey } from './find-key.ts';
import { holderMayUse } from './queries.ts';
import { KeyRefusals } from './refusals.ts';
import { hashOfSecret } from './secret.ts';
import { KeyUses } from './uses.ts';

/** Lets API keys in; lives as long as the core. */
export interface ApiKeys {
  /**
   * Who comes with this secret, having counted the request and noted the use. Throws UNAUTHENTICATED; for what is
   * no key, for an unknown and for a revoked one alike; a refusal of a key that is, or was, known is audited. Its `whoAsks` is asked anew whenever it counts, and throws
   * from the instant at which the key is no longer good.
   */
  admit(secret: string, from: string): AdmittedKey;
  close(): void;
}

const unknown = (): AppError =>
  new AppError('UNAUTHENTICATED', {
    reason: 'This API key is not known: it is mistyped, revoked, or of another host. Create a new one.',
  });

/** What is wrong with a key that is known, if anything is. */
const wrongWith = (store: Store, key: FoundKey): 'expired' | 'powerless' | undefined => {
  if (key.expires_at !== null && key.expires_at <= store.now()) return 'expired';
  const isUsable = holderMayUse(store.access, key) && store.access.effective(key.id, key.organization_id);
  return isUsable ? undefined : 'powerless';
};

/** Whoever has the secret may know why it is refused. */
const explain = (key: FoundKey, wrong: 'expired' | 'powerless'): AppError => {
  const label = key.name ?? '';
  const ended = new Date(key.expires_at ?? 0).toISOString();
  const reasons = {
    expired: `The API key “${label}” expired at ${ended}. Create a new one.`,
    powerless: `The holder of the API key “${label}” may not use API keys now. An Admin of the organization can change that.`,
  };
  return new AppError('UNAUTHENTICATED', { reason: reasons[wrong] });
};

const whoOf = (store: Store, key: FoundKey): Who => {
  const wrong = wrongWith(store, key);
  if (wrong) throw explain(key, wrong);
  const via = { type: 'key', id: key.id, label: key.name ?? '' } as const;
  return { accountId: key.account_id, subject: key.id, via, name: key.holder };
};

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

const isLimited = (key: FoundKey): boolean => key.rate_limit !== null || key.request_cap !== null;

const flushMs = 1_000;

export const createApiKeys = ({ store, host }: { store: Store; host: Host }): ApiKeys => {
  const uses = new KeyUses(store, host);
  const find = createFindKey(store.database);
  const countRequest = createCountRequest(store.database);
  const refusals = new KeyRefusals(store, host);
  const flush = (): void => {
    uses.flush();
    refusals.flush();
  };
  const stop = every(flushMs, flush, { log: host.log, what: 'writing down the use of API keys' });

  /** The key of a secret. A refusal of one that is, or was, known is written into the trail. */
  const requireGood = (secret: string, from: string): FoundKey => {
    if (!isApiKey(secret)) throw unknown();
    const hash = hashOfSecret(secret);
    const found = find.byHash(hash);
    const wrong = found && wrongWith(store, found);
    if (found && !wrong) return found;
    const refused = found ?? find.revoked(hash);
    if (refused) refusals.note(refused, wrong ?? 'revoked', from);
    throw found && wrong ? explain(found, wrong) : unknown();
  };

  return {
    admit: (secret, address) => {
      const from = plain(address);
      const found = requireGood(secret, from);
      const allowance = isLimited(found) ? countRequest(found.id, store.now()) : { isAllowed: true };
      if (!allowance.isAllowed) refusals.note(found, 'beyond its limit', from);
      uses.note(found.id, from);
      return {
        allowance,
        label: `API key “${found.name ?? ''}”`,
        whoAsks: () => {
          const current = find.byId(found.id);
          if (!current) throw unknown();
          return whoOf(store, current);
        },
      };
    },
    close: () => {
      stop();
      uses.flush(true);
      refusals.flush(true);
    },
  };
};
