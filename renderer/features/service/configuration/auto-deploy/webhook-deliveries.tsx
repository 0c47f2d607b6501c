import type { Webhook } from '#shared/contract/auto-deploy.ts';
import { age } from '../../../../lib/format.ts';
import { useNow } from '../../../../lib/use-now.ts';
import { Notice } from '../../../../ui/notice.tsx';

/** What came in by a webhook: the newest with what came of it, and older ones behind it. */
export function WebhookDeliveries({ webhook }: { readonly webhook: Webhook }) {
  const now = useNow(10_000);
  const { deliveries, refusedAt, secretSetAt } = webhook;
  const [newest, ...older] = deliveries;
  const isRefused = refusedAt !== null && (newest === undefined || refusedAt > newest.receivedAt);
  const line = ({ event, receivedAt, result }: (typeof deliveries)[number]): string =>
    `${event || 'something'}, ${age(receivedAt, now)}: ${result ?? 'the branch is being looked at …'}`;
  return (
    <>
      {isRefused && (
        <Notice tone="warning">
          {`Something was refused ${age(refusedAt, now)}: the secret did not sign it. The repository may have another one; this one is of ${age(secretSetAt, now)}.`}
        </Notice>
      )}
      <p className="break-words text-secondary">
        {newest ? `Last delivery: ${line(newest)}` : 'Nothing came in yet.'}
      </p>
      {older.length > 0 && (
        <details>
          <summary>Earlier deliveries</summary>
          <ul className="mt-1 flex flex-col gap-1 text-secondary" aria-label="Earlier deliveries">
            {older.map((each) => (
              <li key={`${each.receivedAt} ${each.event}`} className="break-words">
                {line(each)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
