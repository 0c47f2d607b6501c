import type { Certificate } from '#shared/contract/certificate.ts';
import { formatDay } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';

const badges = {
  early: { tone: 'degraded', text: 'Not begun' },
  good: undefined,
  month: { tone: 'neutral', text: 'Within 30 days' },
  fortnight: { tone: 'degraded', text: 'Within 14 days' },
  days: { tone: 'failed', text: 'Within 3 days' },
  ended: { tone: 'failed', text: 'Ended' },
} as const;

/** When a certificate ends, and how near that is. */
export function CertificateEnd({
  notBefore,
  notAfter,
  standing,
}: Pick<Certificate, 'notBefore' | 'notAfter' | 'standing'>) {
  const badge = badges[standing];
  const title = `${notBefore} – ${notAfter}`;
  return (
    <span className="inline-flex items-center gap-2" title={title}>
      <span className="text-secondary">{formatDay(notAfter)}</span>
      {badge && <Badge tone={badge.tone}>{badge.text}</Badge>}
    </span>
  );
}
