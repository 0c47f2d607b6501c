import { Badge } from '../ui/badge.tsx';
import { age } from './format.ts';
import { useNow } from './use-now.ts';

/** Says how old a shown state is, where its server cannot be reached. */
export const StaleBadge = ({ seenAt }: { readonly seenAt: string | null }) => {
  const now = useNow(10_000);
  return <Badge tone="degraded">{seenAt ? `stale, seen ${age(seenAt, now)}` : 'never seen'}</Badge>;
};
