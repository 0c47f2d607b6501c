import { useInfiniteQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import type { AuditEvent } from '#shared/contract/audit.ts';
import { formatInstant } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

const pageLength = 25;

/** What happened to the host itself, and what belongs to no organization: rights, founding, sign-ins of strangers. */
export function TrailPanel() {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    orpc.host.trail.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: pageLength, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next,
    }),
  );
  return (
    <Panel title="Trail of this host" isFlush>
      <InlineError error={error} onRetry={() => void refetch()} />
      {data && (
        <Table
          label="Trail of this host"
          rows={data.pages.flatMap(({ items }) => items)}
          rowKey={({ position }) => String(position)}
          columns={columns}
          empty={
            <EmptyState icon={ListChecks} title="Nothing has happened yet">
              Rights that are given, confirmed providers and sign-ins that belong to no organization are
              written here.
            </EmptyState>
          }
        />
      )}
      {hasNextPage && (
        <div className="p-2">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** `founding: allowed → everybody`. */
const changeOf = ({ field, before, after }: AuditEvent['changes'][number]): string =>
  `${field}: ${[before, after]
    .filter((value) => value !== undefined)
    .map(String)
    .join(' → ')}`;

const detailOf = ({ detail, changes }: AuditEvent): string =>
  [detail, ...changes.map(changeOf)].filter(Boolean).join('; ');

const columns: readonly TableColumn<AuditEvent>[] = [
  { id: 'at', header: 'When', width: '11.5rem', cell: ({ at }) => formatInstant(at) },
  { id: 'actor', header: 'Who', width: '11rem', cell: ({ actor }) => actor },
  { id: 'operation', header: 'What', width: '12rem', cell: ({ operation }) => <code>{operation}</code> },
  { id: 'detail', header: 'Detail', cell: detailOf },
  { id: 'outcome', header: 'Outcome', width: '5.5rem', cell: ({ outcome }) => outcome },
];
