import { useQuery } from '@tanstack/react-query';
import { shownHost } from '#shared/model/domain/host.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { InlineError } from '../../ui/inline-error.tsx';

interface CertificateUsesProps {
  readonly organizationId: string;
  readonly certificateId: string;
  /** Said where no domain shows it that the reader may see. */
  readonly none: string;
}

/** The domains that show a certificate, as far as the reader may see them. */
export function CertificateUses({ organizationId, certificateId, none }: CertificateUsesProps) {
  const usage = useQuery(orpc.certificate.usage.queryOptions({ input: { certificateId } }));
  if (usage.error) return <InlineError error={usage.error} />;
  if (usage.data?.length === 0) return <p className="text-secondary">{none}</p>;
  return (
    <ul aria-label="Shown by" className="max-h-48 overflow-y-auto rounded border border-line px-3 py-1">
      {(usage.data ?? []).map(({ domainId, serviceId, path, host }) => (
        <li key={domainId} className="flex gap-3 py-0.5">
          <AppLink
            to={nodePath(organizationId, 'service', serviceId)}
            className="min-w-0 truncate text-accent hover:underline"
          >
            {path}
          </AppLink>
          <span className="shrink-0 font-mono text-muted text-sm">{shownHost(host)}</span>
        </li>
      ))}
    </ul>
  );
}
