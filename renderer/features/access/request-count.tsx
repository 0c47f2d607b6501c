import { useOpenRequestCount } from '../../lib/access/use-requests.ts';
import { CountBadge } from '../../ui/count-badge.tsx';

/** How many requests wait for an answer of the caller. */
export function RequestCount({ organizationId }: { readonly organizationId: string }) {
  const waiting = useOpenRequestCount(organizationId);
  return waiting > 0 ? <CountBadge count={waiting} /> : null;
}
