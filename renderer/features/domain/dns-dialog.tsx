import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { DnsCheck } from '#shared/contract/dns-check.ts';
import type { Domain } from '#shared/contract/domain.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { nameOf } from './domain-columns.tsx';

interface DnsDialogProps {
  readonly domain: Domain;
  readonly onClose: () => void;
}

/** Where the names of a domain lead now, and which records are missing. */
export function DnsDialog({ domain, onClose }: DnsDialogProps) {
  const query = useQuery(
    orpc.domain.checkDns.queryOptions({ input: { domainId: domain.id }, staleTime: 'static' }),
  );
  return (
    <Dialog isOpen title={`DNS of ${nameOf(domain)}`} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {query.isPending && <Spinner label="Asking the name servers" />}
        {query.error && <InlineError error={query.error} />}
        {query.data && <Found check={query.data} />}
        <div className="flex justify-end">
          <Button isBusy={query.isFetching} onClick={() => void query.refetch()}>
            Look again
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Found({ check: { names, records, caution } }: { readonly check: DnsCheck }) {
  return (
    <>
      {caution !== null && <Notice tone="warning">{caution}</Notice>}
      <ul>
        {names.map(({ name, found, isRight }) => (
          <li key={name} className="flex items-center gap-2 py-1">
            {isRight ? (
              <CircleCheck aria-label="Right" className="size-4 shrink-0 text-state-running" />
            ) : (
              <CircleAlert aria-label="Not right" className="size-4 shrink-0 text-danger" />
            )}
            <span className="font-mono text-sm">{name}</span>
            <span className="text-secondary">
              {found.length > 0 ? `leads to ${found.join(', ')}` : 'leads nowhere'}
            </span>
          </li>
        ))}
      </ul>
      {records.length > 0 && <p>Create at your DNS provider:</p>}
      {records.map(({ type, name, value }) => (
        <div key={name} className="flex items-center gap-2 rounded border border-line px-3 py-2">
          <code className="min-w-0 flex-1 break-all font-mono text-sm">{`${name} ${type} ${value}`}</code>
          <CopyButton text={value} label={`Copy ${value}`} />
        </div>
      ))}
    </>
  );
}
