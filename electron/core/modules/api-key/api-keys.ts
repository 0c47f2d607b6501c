import { isApiKey } from '#shared/model/api-key.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { AdmittedKey, Who } from '../../rpc/context.ts';
import type { Store } from '../../store/store.ts';
import { createCountRequest } from './count-request.ts';
import { createFindKey, type FoundKey } from './find-key.ts';
import { holderMayUse } from './queries.ts';
import { hashOfSecret } from './secret.ts';
import { KeyUses } from './uses.ts';

/** Lets API keys in; lives as long as the core. */
export interface ApiKeys {
  /**
   * Who comes with this secret, having counted the request and noted the use. Throws UNAUTHENTICATED; for what is
   * no key, for an unknown and for a revoked one alike. Its `whoAsks` is asked anew whenever it counts, and throws
   * from the instant at which the key is no longer good.
   */
  admit(secret: string, from: string): AdmittedKey;
  close(): void;
}

const unknown = (): AppError =>
  new AppError('UNAUTHENTICATED', {
    reason: 'This API key is not known: it is mistyped, revoked, or of another host. Create a new one.',
  });

/** Refuses a key that was good once; whoever has the secret may know why. */
const judge = (store: Store, key: FoundKey): Who => {
  const label = key.name ?? '';
  if (key.expires_at !== null && key.expires_at <= store.now()) {
    const when = new Date(key.expires_at).toISOString();
    throw new AppError('UNAUTHENTICATED', {
      reason: `The API key “${label}” expired at ${when}. Create a new one.`,
    });
  }
  if (!holderMayUse(store.access, key) || !store.access.effective(key.id, key.organization_id)) {
    throw new AppError('UNAUTHENTICATED', {
      reason: `The holder of the API key “${label}” may not use API keys now. An Admin of the organization can change that.`,
    });
  }
  const via = { type: 'key', id: key.id, label } as const;
  return { accountId: key.account_id, subject: key.id, via, name: key.holder };
};

const isLimited = (key: FoundKey): boolean => key.rate_limit !== null || key.request_cap !== null;

const flushMs = 1_000;

export const createApiKeys = ({ store, host }: { store: Store; host: Host }): ApiKeys => {
  const uses = new KeyUses(store, host);
  const find = createFindKey(store.database);
  const countRequest = createCountRequest(store.database);
  const timer = setInterval(() => uses.flush(), flushMs).unref();
  return {
    admit: (secret, from) => {
      const found = isApiKey(secret) ? find.byHash(hashOfSecret(secret)) : undefined;
      if (!found) throw unknown();
      judge(store, found);
      const allowance = isLimited(found) ? countRequest(found.id, store.now()) : { isAllowed: true };
      uses.note(found.id, from.replace(/^::ffff:(?=\d+\.)/, ''));
      return {
        allowance,
        label: `API key “${found.name ?? ''}”`,
        whoAsks: () => {
          const current = find.byId(found.id);
          if (!current) throw unknown();
          return judge(store, current);
        },
      };
    },
    close: () => {
      clearInterval(timer);
      uses.flush(true);
    },
  };
};
