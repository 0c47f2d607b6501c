import type { AuditOutcome } from '#shared/contract/audit.ts';
import { Badge } from '../../ui/badge.tsx';

const tones = { allowed: 'neutral', refused: 'degraded', failed: 'failed' } as const;

/** How an event ended. */
export const OutcomeBadge = ({ outcome }: { readonly outcome: AuditOutcome }) => (
  <Badge tone={tones[outcome]}>{outcome}</Badge>
);
