import type { Fact } from '#shared/model/facts.ts';
import type { Host } from '../../host.ts';
import { appendAudit, placeInStore } from '../../rpc/index.ts';
import type { Store, Transaction } from '../../store/store.ts';

/** Why a key that is known was refused. */
export type RefusalKind = 'expired' | 'powerless' | 'revoked' | 'beyond its limit';

/** As much of a key as its refusal tells. */
export interface RefusedKey {
  readonly id: string;
  readonly name: string | null;
  readonly organization_id: string;
  readonly member_id: string;
  /** Null once the holder's membership is gone. */
  readonly account_id: string | null;
  readonly holder: string | null;
}

interface Noted {
  readonly key: RefusedKey;
  readonly kind: RefusalKind;
  readonly since: number;
  more: number;
  from: string;
}

const windowMs = 60_000;

/**
 * Writes refusals of known keys into the trail of their organization: the first of each kind at once, the others of
 * that minute as one event with their number, so that a flood of requests is no flood of rows.
 */
export class KeyRefusals {
  readonly #store: Store;
  readonly #host: Host;
  readonly #noted = new Map<string, Noted>();

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  note(key: RefusedKey, kind: RefusalKind, from: string): void {
    const name = `${key.id} ${kind}`;
    const noted = this.#noted.get(name);
    if (noted && !this.#isOver(noted)) {
      noted.more += 1;
      noted.from = from;
      return;
    }
    if (noted) this.#tellRest(noted);
    this.#noted.set(name, { key, kind, since: this.#host.now(), more: 0, from });
    this.#write({ key, kind, from, more: 0 });
  }

  /** Tells of the minutes that are over, or of all. */
  flush(isLast = false): void {
    for (const [name, noted] of this.#noted) {
      if (!isLast && !this.#isOver(noted)) continue;
      this.#noted.delete(name);
      this.#tellRest(noted);
    }
  }

  #isOver({ since }: Noted): boolean {
    return Math.abs(this.#host.now() - since) >= windowMs;
  }

  #tellRest(noted: Noted): void {
    if (noted.more > 0) this.#write(noted);
  }

  #write({ key, kind, from, more }: Omit<Noted, 'since'>): void {
    try {
      this.#store.write((tx) =>
        append(tx, key, { type: 'keyRefused', name: key.name ?? '', why: kind, from, more }),
      );
    } catch (error) {
      this.#host.log.error('the refusal of an API key could not be written', { error: String(error) });
    }
  }
}

const append = (tx: Transaction, key: RefusedKey, fact: Fact): void => {
  const place = [key.id, key.member_id, key.organization_id]
    .map((nodeId) => ({ nodeId, found: placeInStore(tx.database, nodeId) }))
    .find(({ found }) => found !== undefined);
  // Of an organization that is gone there is no trail.
  if (!place?.found) return;
  const { organizationId, path: nodePath, name: nodeName } = place.found;
  const via = { type: 'key', id: key.id, label: key.name ?? '' } as const;
  appendAudit(tx, {
    caller: {
      accountId: key.account_id ?? '',
      subject: key.id,
      via,
      name: key.holder ?? 'nobody',
      transport: 'http',
      connectionId: '',
    },
    operation: 'apiKey.use',
    permission: null,
    organizationId,
    nodeId: place.nodeId,
    nodePath,
    nodeName,
    outcome: 'refused',
    changes: [],
    facts: [fact],
  });
};
