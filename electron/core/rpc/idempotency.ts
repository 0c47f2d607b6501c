import { AppError } from '#shared/model/errors.ts';
import { sql } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** One request that may be repeated without being done twice. */
export interface IdempotentRequest {
  readonly accountId: string;
  /** By what access is decided: an API key gets no answer that its holder got, nor the other way round. */
  readonly subject: string;
  /** The header `Idempotency-Key`, 1–255 characters. */
  readonly key: string;
  readonly operation: string;
  readonly input: unknown;
}

/** What a key is stored as; a person's own stays as it is. */
const storedKey = ({ accountId, subject, key }: IdempotentRequest): string =>
  subject === accountId ? key : `${subject} ${key}`;

const keptMs = 24 * 60 * 60 * 1000;
/** Keyed, since an input may hold a password that could be guessed from a plain hash. */
const digestOf = (store: Store, input: unknown): string => store.sealer.digest(JSON.stringify(input));
const running = new Map<string, Promise<unknown>>();

const replay = (store: Store, request: IdempotentRequest): { response: unknown } | undefined => {
  const row = store.database.first(
    sql
      .selectFrom('idempotency')
      .selectAll()
      .where('account_id', '=', request.accountId)
      .where('key', '=', storedKey(request))
      .where('created_at', '>', store.now() - keptMs),
  );
  if (!row) return undefined;
  if (row.operation !== request.operation || row.input_hash !== digestOf(store, request.input)) {
    const reason = 'this key was used for another request; take a new one';
    throw new AppError('CONFLICT', { field: 'Idempotency-Key', reason });
  }
  return { response: JSON.parse(row.response) };
};

const remember = (store: Store, request: IdempotentRequest, response: unknown): void => {
  const { database } = store;
  database.run(sql.deleteFrom('idempotency').where('created_at', '<=', store.now() - keptMs));
  database.run(
    sql.insertInto('idempotency').values({
      account_id: request.accountId,
      key: storedKey(request),
      operation: request.operation,
      input_hash: digestOf(store, request.input),
      response: JSON.stringify(response),
      created_at: store.now(),
    }),
  );
};

/**
 * Runs a request once for its key: a repeat within a day gets the first answer, one that arrives while the
 * first still runs waits for it, and the same key with another input is a CONFLICT. Failures are not kept. `recheck`
 * throws where whoever had to wait may no longer ask.
 */
export const once = async (
  store: Store,
  request: IdempotentRequest,
  { run, recheck }: { run: () => Promise<unknown>; recheck: () => void },
): Promise<unknown> => {
  if (request.key.length === 0 || request.key.length > 255) {
    throw new AppError('INVALID_INPUT', {
      issues: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 characters' }],
    });
  }
  const slot = JSON.stringify([request.accountId, storedKey(request)]);
  for (let earlier = running.get(slot); earlier; earlier = running.get(slot)) {
    await earlier.catch(() => undefined);
    recheck();
  }
  const found = replay(store, request);
  if (found) return found.response;
  const current = run();
  running.set(slot, current);
  try {
    const response = await current;
    remember(store, request, response);
    return response;
  } finally {
    if (running.get(slot) === current) running.delete(slot);
  }
};
