import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { ListChecks, ShieldCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { AuditEvent } from '#shared/contract/audit.ts';
import { formatInstant } from '../../lib/format.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { AuditDetail } from './audit-detail.tsx';

const tones = { allowed: 'neutral', refused: 'degraded', failed: 'failed' } as const;

const columns: readonly TableColumn<AuditEvent>[] = [
  {
    id: 'at',
    header: 'When',
    width: '12rem',
    cell: ({ at }) => <span className="text-secondary tabular-nums">{formatInstant(at)}</span>,
  },
  { id: 'actor', header: 'Who', width: '9rem', cell: ({ actor }) => actor },
  {
    id: 'operation',
    header: 'What',
    width: '11rem',
    cell: ({ operation }) => <span className="font-mono text-sm">{operation}</span>,
  },
  { id: 'node', header: 'On', cell: ({ nodeName, nodeId }) => nodeName ?? nodeId ?? '' },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '6rem',
    cell: ({ outcome }) => <Badge tone={tones[outcome]}>{outcome}</Badge>,
  },
  {
    id: 'transport',
    header: 'By way of',
    width: '5.5rem',
    cell: ({ transport }) => <span className="text-muted">{transport}</span>,
  },
];

const Verification = ({ organizationId }: { readonly organizationId: string }) => {
  const verify = useMutation({ mutationFn: () => rpc.audit.verify({ organizationId }) });
  return (
    <>
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-secondary">
          Each event carries a hash of the one before it, so that nothing can be changed or taken out
          unnoticed. Refused attempts are here too.
        </p>
        <Button icon={ShieldCheck} isBusy={verify.isPending} onClick={() => verify.mutate()}>
          Verify the chain
        </Button>
      </div>
      <InlineError error={verify.error} />
      {verify.data?.firstBroken === null && (
        <Notice tone="success">All {verify.data.checked} events are as they were written.</Notice>
      )}
      {typeof verify.data?.firstBroken === 'number' && (
        <Notice tone="danger" title="The chain is broken">
          Event {verify.data.firstBroken} or the one before it was changed after it was written. Keep a copy
          of the store, and compare it with your newest backup.
        </Notice>
      )}
    </>
  );
};

/** Who did what, newest first. */
export const AuditPage = ({ organizationId }: { readonly organizationId: string }) => {
  const { allowed, reason } = usePermission('audit.read');
  const [selected, setSelected] = useState<AuditEvent>();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching, isPending } = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ organizationId, limit: 100, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next,
      enabled: allowed,
    }),
  );
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  if (!allowed)
    return (
      <EmptyState icon={ListChecks} title="The audit trail is not open to you">
        {reason}
      </EmptyState>
    );
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-4">
      <Verification organizationId={organizationId} />
      <InlineError error={error} onRetry={() => void refetch()} />
      {isPending && !error && <Spinner label="Loading the audit trail" />}
      {data && (
        <div className="min-h-0 flex-1 overflow-hidden rounded-lg border border-line">
          <Table
            label="Audit trail"
            height="fill"
            rows={events}
            rowKey={({ position }) => String(position)}
            columns={columns}
            selectedKey={selected && String(selected.position)}
            onOpen={setSelected}
            onReachEnd={fetchMore}
            empty={
              <EmptyState icon={ListChecks} title="Nothing has happened yet">
                What anybody does in this organization is written here, also what was refused.
              </EmptyState>
            }
          />
        </div>
      )}
      {selected && <AuditDetail event={selected} onClose={() => setSelected(undefined)} />}
    </div>
  );
};
