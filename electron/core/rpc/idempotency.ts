import { deserialize, serialize } from 'node:v8';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { sql } from '../store/database.ts';
import type { SealedPlace } from '../store/sealed.ts';
import type { Store } from '../store/store.ts';
import type { OperationContext } from './context.ts';

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

/** What is kept for a key: the results of its transactions so far, and the answer (JSON) once there is one. */
interface Kept {
  readonly results: readonly unknown[];
  readonly answer?: string | undefined;
}

const sealedPrefix = 'sealed:';

/** An answer or an id in it may be nobody else's to read, and results are of any shape: serialized, then sealed. */
const sealKept = (store: Store, request: IdempotentRequest, kept: Kept): string => {
  const plain = serialize(kept).toString('base64');
  const sealed = store.sealer.seal(plain, placeOf(request));
  return `${sealedPrefix}${Buffer.from(sealed).toString('base64')}`;
};

/** Rows of an older Quayside hold the answer as it is. */
const openKept = (store: Store, request: IdempotentRequest, response: string): Kept => {
  if (!response.startsWith(sealedPrefix)) return { results: [], answer: response };
  const sealed = Buffer.from(response.slice(sealedPrefix.length), 'base64');
  return deserialize(Buffer.from(store.sealer.open(sealed, placeOf(request)), 'base64')) as Kept;
};

const placeOf = (request: IdempotentRequest): SealedPlace => ({
  table: 'idempotency',
  row: JSON.stringify([request.accountId, storedKey(request)]),
  column: 'response',
});

const findKept = (store: Store, request: IdempotentRequest): Kept | undefined => {
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
  return openKept(store, request, row.response);
};

/** Runs in the transaction of the change where there is one. */
const keep = (store: Store, request: IdempotentRequest, kept: Kept): void => {
  const { database } = store;
  const response = sealKept(store, request, kept);
  database.run(sql.deleteFrom('idempotency').where('created_at', '<=', store.now() - keptMs));
  database.run(
    sql
      .insertInto('idempotency')
      .values({
        account_id: request.accountId,
        key: storedKey(request),
        operation: request.operation,
        input_hash: digestOf(store, request.input),
        response,
        created_at: store.now(),
      })
      .onConflict((conflict) => conflict.columns(['account_id', 'key']).doUpdateSet({ response })),
  );
};

type Write = OperationContext['write'];

/**
 * The transactions of one request, each done once over all of its attempts: the result is kept in the transaction that
 * made it, so that an attempt after a kill gets it without doing anything again.
 */
export class Journal {
  readonly #store: Store;
  readonly #request: IdempotentRequest;
  readonly #earlier: readonly unknown[];
  readonly #results: unknown[] = [];

  constructor(store: Store, request: IdempotentRequest, earlier: readonly unknown[]) {
    this.#store = store;
    this.#request = request;
    this.#earlier = earlier;
  }

  /** What the transactions of all attempts gave, in order. */
  get results(): readonly unknown[] {
    return this.#results;
  }

  /** Whether the next transaction was made by an earlier attempt. */
  get isKept(): boolean {
    return this.#results.length < this.#earlier.length;
  }

  /** The kept result of the next transaction. */
  next<T>(): T {
    const result = this.#earlier[this.#results.length] as T;
    this.#results.push(result);
    return result;
  }

  /** Makes the next transaction, or gives its kept result. */
  write<T>(write: Write, change: Parameters<typeof write<T>>[0]): T {
    if (this.isKept) return this.next<T>();
    const result = write((tx) => {
      const made = change(tx);
      keep(this.#store, this.#request, { results: [...this.#results, made] });
      return made;
    });
    this.#results.push(result);
    return result;
  }
}

/** The change is made, and its result kept with it: what a full disk does not take of the answer is made again. */
const keepAnswer = (store: Store, request: IdempotentRequest, kept: Kept): void => {
  try {
    store.database.transaction(() => keep(store, request, kept));
  } catch (error) {
    if (kept.results.length === 0 || !isAppError(error, 'LIMIT')) throw error;
  }
};

/**
 * Runs a request once for its key: a repeat within a day gets the first answer, also where the host was killed between
 * the change and the answer; one that arrives while the first still runs waits for it, and the same key with another
 * input is a CONFLICT. Failures are not kept, but the transactions before a failure are not made twice. `recheck` throws
 * where whoever had to wait may no longer ask.
 */
export const once = async (
  { store, underWay }: { readonly store: Store; readonly underWay: Map<string, Promise<unknown>> },
  request: IdempotentRequest,
  { run, recheck }: { run: (journal: Journal) => Promise<unknown>; recheck: () => void },
): Promise<unknown> => {
  if (request.key.length === 0 || request.key.length > 255) {
    throw new AppError('INVALID_INPUT', {
      issues: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 characters' }],
    });
  }
  const slot = JSON.stringify([request.accountId, storedKey(request)]);
  for (let earlier = underWay.get(slot); earlier; earlier = underWay.get(slot)) {
    await earlier.catch(() => undefined);
    recheck();
  }
  const found = findKept(store, request);
  if (found?.answer !== undefined) return JSON.parse(found.answer);
  const journal = new Journal(store, request, found?.results ?? []);
  const current = run(journal);
  underWay.set(slot, current);
  try {
    const response = await current;
    keepAnswer(store, request, { results: journal.results, answer: JSON.stringify(response) });
    return response;
  } finally {
    if (underWay.get(slot) === current) underWay.delete(slot);
  }
};
