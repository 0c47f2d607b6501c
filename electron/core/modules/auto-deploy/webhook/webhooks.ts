import { createHmac, randomBytes } from 'node:crypto';
import type { Webhook } from '#shared/contract/auto-deploy.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../../host.ts';
import { createBucket } from '../../../rpc/bucket.ts';
import type { Store } from '../../../store/store.ts';
import { autoDeployRow } from '../rows.ts';
import { type DeliveryHeaders, isBoundToBytes, isProven, namesIn } from './dialects.ts';
import { endDelivery, keepDelivery, secretPlace, shownWebhook, webhookById, webhookOf } from './rows.ts';

/** What becomes of a delivery: refused alike whether there is such a webhook or not. */
export type Reception = 'taken' | 'refused' | 'too-many';

/** A delivery that is coming in. Its bytes are never kept, and never read as anything. */
export interface Delivery {
  update(bytes: Uint8Array): void;
  /** Judges it once all of it is here; the branch is looked at after that. */
  end(): Reception;
}

/** What takes the deliveries of git servers. */
export interface Webhooks {
  begin(id: string, headers: DeliveryHeaders): Delivery;
  /** The webhook of a service as it is shown; null where there is none. */
  get(serviceId: string): Webhook | null;
  /** Resolves when no delivery is being looked into. */
  settled(): Promise<void>;
  close(): void;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  /** Looks at the branch of a service, and answers in words what came of it. */
  look(serviceId: string): Promise<string>;
}

/** What came in of one webhook since the host started. */
interface Standing {
  /** In milliseconds, until another delivery may be taken. */
  readonly wait: () => number;
  refusedAt?: number;
}

/** Deliveries of one webhook: so many at once, and so many a second after that. */
const pace = { most: 30, perSecond: 0.5 };

/** Makes what takes deliveries; it holds nothing but what came in since the host started. */
export function createWebhooks({ store, host, look }: Parts): Webhooks {
  const { database, sealer } = store;
  const standings = new Map<string, Standing>();
  const underWay = new Map<number, Promise<void>>();
  let isClosed = false;
  // an address that is nobody's takes as long as any other one
  const nobody = { id: '', type: 'github', secret_set_at: 0, service_id: '' } as const;
  const nobodysSecret = sealer.seal(newSecret(), secretPlace(nobody.id));

  // what is gone is forgotten when a new one comes, so that there are never more than there are webhooks
  const standingOf = (id: string): Standing => {
    const known = standings.get(id);
    if (known) return known;
    for (const each of standings.keys()) if (!webhookById(database, each)) standings.delete(each);
    const made: Standing = { wait: createBucket(pace, host.now) };
    standings.set(id, made);
    return made;
  };

  const lookInto = async (number: number, serviceId: string): Promise<void> => {
    const result = await look(serviceId).catch(wordsOf);
    underWay.delete(number);
    if (isClosed) return;
    store.write((tx) => {
      endDelivery(tx, number, result.slice(0, 500));
      tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    });
  };

  const take = (id: string, headers: DeliveryHeaders, digest: string, secretSetAt: number): Reception => {
    const row = webhookById(database, id);
    // deleted or given another secret while it came in
    if (row?.secret_set_at !== secretSetAt) return 'refused';
    if (standingOf(id).wait() > 0) return 'too-many';
    const { event, delivery = digest, isPush, isPing } = namesIn(row.type, headers);
    const serviceId = row.service_id;
    const isLooked = isPush && autoDeployRow(database, serviceId) !== undefined;
    const number = store.write((tx) => {
      const result = isLooked ? null : resultWithoutLook({ isPing, isPush });
      const bytes = isBoundToBytes(row.type) ? digest : delivery;
      const kept = keepDelivery(tx, { webhookId: id, delivery, digest: bytes, event, result });
      if (kept !== undefined) tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
      return kept;
    });
    if (number !== undefined && isLooked) {
      const looking = lookInto(number, serviceId).catch((error: unknown) =>
        host.log.error('what came of a webhook could not be kept', { error: String(error) }),
      );
      underWay.set(number, looking);
    }
    return 'taken';
  };

  return {
    begin(id, headers) {
      const row = webhookById(database, id);
      const { type, secret_set_at: secretSetAt } = row ?? nobody;
      const secret = sealer.open(row?.secret ?? nobodysSecret, secretPlace(row?.id ?? nobody.id));
      const hmac = createHmac('sha256', secret);
      return {
        update: (bytes) => {
          hmac.update(bytes);
        },
        end() {
          const digest = hmac.digest('hex');
          if (isProven(type, headers, { secret, digest }) && row)
            return take(id, headers, digest, secretSetAt);
          if (row) standingOf(row.id).refusedAt = host.now();
          return 'refused';
        },
      };
    },
    get(serviceId) {
      const row = webhookOf(database, serviceId);
      if (!row) return null;
      const isUnderWay = (number: number): boolean => underWay.has(number);
      return shownWebhook(database, row, { host, refusedAt: standings.get(row.id)?.refusedAt, isUnderWay });
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
    close() {
      isClosed = true;
    },
  };
}

/** 256 random bits; printable, for it is typed into a form of a git server. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function resultWithoutLook({ isPing, isPush }: { isPing: boolean; isPush: boolean }): string {
  if (isPing) return 'A test: it came through.';
  if (isPush) return 'Not looked at: the service does not deploy when its branch moves.';
  return 'Left alone: it is no push.';
}

function wordsOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
