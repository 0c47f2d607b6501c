import type { Webhook } from '#shared/contract/auto-deploy.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../../host.ts';
import { type Database, sql } from '../../../store/database.ts';
import type { Transaction } from '../../../store/store.ts';
import { webhookMark } from '../../git-provider/index.ts';
import { instant } from '../../node/index.ts';

const rows = sql.selectFrom('webhook').selectAll();

export type WebhookRow = NonNullable<ReturnType<typeof webhookOf>>;

/** The webhook of a service; undefined where it has none. */
export function webhookOf(database: Database, serviceId: string) {
  return database.first(rows.where('service_id', '=', serviceId));
}

/** A webhook by what stands in its address. */
export function webhookById(database: Database, id: string): WebhookRow | undefined {
  return database.first(rows.where('id', '=', id));
}

/** The same, or CONFLICT. */
export function requireWebhook(database: Database, serviceId: string): WebhookRow {
  const row = webhookOf(database, serviceId);
  if (row) return row;
  throw new AppError('CONFLICT', { field: 'webhook', reason: 'the service has no webhook; make one first' });
}

/** Where the sealed secret of a webhook lives. */
export function secretPlace(id: string) {
  return { table: 'webhook', row: id, column: 'secret', field: 'secret' };
}

/** How many deliveries are kept of each webhook: what is among them is taken no second time. */
const mostKept = 200;
const mostShown = 10;

interface Received {
  readonly webhookId: string;
  readonly delivery: string;
  readonly digest: string;
  readonly event: string;
  readonly result: string | null;
}

/** Keeps a delivery and answers its number; undefined where one of that number, or of those bytes, is kept already. */
export function keepDelivery(tx: Transaction, received: Received): number | undefined {
  const { webhookId, delivery, digest, event, result } = received;
  const kept = sql.selectFrom('webhook_delivery').where('webhook_id', '=', webhookId);
  const same = kept.where((or) => or.or([or('delivery', '=', delivery), or('digest', '=', digest)]));
  if (tx.database.first(same.select('number').limit(1))) return undefined;
  tx.database.run(
    sql
      .insertInto('webhook_delivery')
      .values({ webhook_id: webhookId, delivery, digest, event, received_at: tx.now, result }),
  );
  const numbers = tx.database.all(
    kept
      .select('number')
      .orderBy('number', 'desc')
      .limit(mostKept + 1),
  );
  const tooOld = numbers[mostKept]?.number;
  if (tooOld !== undefined) {
    const old = sql.deleteFrom('webhook_delivery').where('webhook_id', '=', webhookId);
    tx.database.run(old.where('number', '<=', tooOld));
  }
  return numbers[0]?.number;
}

/** Says what became of a delivery. */
export function endDelivery(tx: Transaction, number: number, result: string): void {
  const row = sql.updateTable('webhook_delivery').set({ result }).where('number', '=', number);
  tx.database.run(row);
}

interface Shown {
  readonly host: Pick<Host, 'hooksAt'>;
  readonly refusedAt: number | undefined;
  /** Whether a delivery is being looked into now: one that is not, and has no result, was cut off. */
  isUnderWay(number: number): boolean;
}

const cutOff = 'The host ended before it looked; the look of the next minute did.';

/** As the contract shows it: nothing of its secret but when it was given. */
export function shownWebhook(database: Database, row: WebhookRow, shown: Shown): Webhook {
  const { host, refusedAt, isUnderWay } = shown;
  const path = `/hooks/${row.id}`;
  const newest = sql.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', row.id);
  return {
    type: row.type,
    path,
    url: host.hooksAt === undefined ? null : `${host.hooksAt}${path}`,
    madeBy: madeByOf(database, row.service_id),
    createdAt: instant(row.created_at),
    secretSetAt: instant(row.secret_set_at),
    deliveries: database
      .all(newest.orderBy('number', 'desc').limit(mostShown))
      .map(({ number, event, received_at: at, result }) => ({
        event,
        receivedAt: instant(at),
        result: result ?? (isUnderWay(number) ? null : cutOff),
      })),
    refusedAt: refusedAt === undefined ? null : instant(refusedAt),
  };
}

function madeByOf(database: Database, serviceId: string): Webhook['madeBy'] {
  const mark = webhookMark(database, serviceId);
  if (!mark) return null;
  return { gitProviderId: mark.git_provider_id, name: mark.name ?? '', repository: mark.repository };
}
