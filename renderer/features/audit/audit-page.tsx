import { ListChecks, SearchX } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { AuditEvent } from '#shared/contract/audit.ts';
import { formatInstant } from '../../lib/format.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilledPage } from '../../ui/filled-page.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { AuditActions } from './audit-actions.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isFiltering, noFilter } from './filter-state.ts';
import { nodeWords } from './node-words.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import { useAuditSearch } from './use-audit-search.ts';
import { useExport } from './use-export.ts';
import { useVerification } from './use-verification.ts';
import { VerificationNotice } from './verification-notice.tsx';

const columns: readonly TableColumn<AuditEvent>[] = [
  {
    id: 'at',
    header: 'When',
    width: '11.5rem',
    cell: ({ at }) => <span className="text-secondary tabular-nums">{formatInstant(at)}</span>,
  },
  { id: 'actor', header: 'Who', width: 'minmax(4rem, 8rem)', cell: ({ actor }) => actor },
  {
    id: 'operation',
    header: 'What',
    width: 'minmax(8rem, 11rem)',
    cell: ({ operation }) => <span className="font-mono text-sm">{operation}</span>,
  },
  { id: 'node', header: 'On', cell: nodeWords },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '5rem',
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
  },
];

/** Beside an open event, which says how it ended; what it was about is worth the room. */
const fewerColumns = columns
  .filter(({ id }) => id !== 'outcome')
  .map((column) => (column.id === 'operation' ? { ...column, width: 'minmax(4rem, 9rem)' } : column))
  .map((column) => (column.id === 'node' ? { ...column, width: 'minmax(9rem, 1fr)' } : column));

const nothingHappened = (
  <EmptyState icon={ListChecks} title="Nothing has happened yet">
    What anybody does in this organization is written here, also what was refused.
  </EmptyState>
);

const Trail = ({ organizationId }: { readonly organizationId: string }) => {
  const [selected, setSelected] = useState<AuditEvent>();
  const { filter, change, input, query } = useAuditSearch(organizationId);
  const { data, fetchNextPage, hasNextPage, isFetching } = query;
  const verification = useVerification(organizationId);
  const exporting = useExport(organizationId);
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const nothingFound = (
    <EmptyState
      icon={SearchX}
      title="No event is like that"
      action={<Button onClick={() => change(noFilter)}>Clear all filters</Button>}
    >
      Nothing that you may read fits the search and the filters. Fewer words or a longer time find more.
    </EmptyState>
  );
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  const nothing = isFiltering(filter) ? nothingFound : nothingHappened;
  return (
    <FilledPage isShared={selected !== undefined}>
      <FilterBar
        organizationId={organizationId}
        filter={filter}
        onChange={change}
        actions={
          <AuditActions
            organizationId={organizationId}
            isFiltering={isFiltering(filter)}
            isVerifying={verification.isPending}
            isExporting={exporting.isPending}
            onVerify={() => verification.mutate()}
            onExport={(format) => exporting.mutate({ ...input, format })}
          />
        }
      />
      <InlineError error={verification.error ?? exporting.error} />
      {verification.data && <VerificationNotice verdict={verification.data} />}
      <Loaded query={query} doing="Loading the audit trail">
        {() => (
          <div className="flex min-h-0 flex-1 gap-3 narrow:flex-col">
            <div className="min-h-0 min-w-0 flex-1 overflow-hidden rounded-lg border border-line">
              {events.length === 0 ? (
                nothing
              ) : (
                <Table
                  label="Audit trail"
                  height="fill"
                  rows={events}
                  rowKey={({ position }) => String(position)}
                  columns={selected ? fewerColumns : columns}
                  selectedKey={selected && String(selected.position)}
                  onOpen={setSelected}
                  onReachEnd={fetchMore}
                />
              )}
            </div>
            {selected && (
              <AuditDetail event={selected} onFilter={change} onClose={() => setSelected(undefined)} />
            )}
          </div>
        )}
      </Loaded>
    </FilledPage>
  );
};

/** Who did what, newest first: searched, filtered, verified, exported and archived. */
export const AuditPage = ({ organizationId }: { readonly organizationId: string }) => {
  return <Trail key={organizationId} organizationId={organizationId} />;
};
