import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AccessMatrix } from '#shared/contract/access.ts';
import { downloadText } from '../../lib/download.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { fieldClasses } from '../../ui/form/text-field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { CellDetail } from './cell-detail.tsx';
import { columnsShown, filterRows, firstColumn, type HeldFilter, type MatrixCell } from './matrix.ts';
import { MatrixGrid } from './matrix-grid.tsx';

interface MatrixPageProps {
  readonly memberId: string;
}

const Columns = (props: {
  readonly first: number;
  readonly count: number;
  readonly onFirst: (first: number) => void;
}) => {
  const { first, count, onFirst } = props;
  if (count <= columnsShown) return null;
  const last = Math.min(count, first + columnsShown);
  return (
    <div className="flex items-center gap-1 text-secondary">
      <IconButton
        label="Scopes before"
        icon={ChevronLeft}
        disabledReason={first === 0 ? 'These are the first ones.' : undefined}
        onClick={() => onFirst(Math.max(0, first - columnsShown))}
      />
      <span className="tabular-nums">
        scopes {first + 1}–{last} of {count}
      </span>
      <IconButton
        label="Scopes after"
        icon={ChevronRight}
        disabledReason={last === count ? 'These are the last ones.' : undefined}
        onClick={() => onFirst(first + columnsShown)}
      />
    </div>
  );
};

interface ToolbarProps {
  readonly memberId: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly held: HeldFilter;
  readonly onHeld: (held: HeldFilter) => void;
  readonly children: React.ReactNode;
}

const Toolbar = ({ memberId, text, onText, held, onHeld, children }: ToolbarProps) => {
  const csv = useMutation({
    mutationFn: () => rpc.access.matrixCsv({ memberId }),
    onSuccess: ({ fileName, text: content }) => downloadText(fileName, content, 'text/csv'),
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative w-64">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-muted" />
          <input
            type="search"
            aria-label="Filter permissions"
            placeholder="Filter, such as deployment"
            value={text}
            onChange={(event) => onText(event.target.value)}
            className={`${fieldClasses} h-7 pl-7`}
          />
        </div>
        <InlineSelect
          label="Which permissions"
          width="9.5rem"
          value={held}
          onChange={(value) => onHeld(value === 'held' || value === 'lacking' ? value : 'all')}
        >
          <option value="all">All</option>
          <option value="held">Held somewhere</option>
          <option value="lacking">Held nowhere</option>
        </InlineSelect>
        <div className="flex-1" />
        {children}
        <Button icon={Download} isBusy={csv.isPending} onClick={() => csv.mutate()}>
          Export as CSV
        </Button>
      </div>
      <InlineError error={csv.error} />
    </>
  );
};

const hiddenWords = (count: number): string =>
  `${count} ${count === 1 ? 'scope is' : 'scopes are'} left out, as you may not see ${count === 1 ? 'it' : 'them'}.`;

const Matrix = ({ matrix }: { readonly matrix: AccessMatrix }) => {
  const [text, setText] = useState('');
  const [held, setHeld] = useState<HeldFilter>('all');
  const [chosenFirst, setFirst] = useState(0);
  const first = firstColumn(chosenFirst, matrix.places.length);
  const [cell, setCell] = useState<MatrixCell>();
  const rows = useMemo(() => filterRows(matrix.rows, text, held), [matrix, text, held]);
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-4">
      <Toolbar memberId={matrix.memberId} text={text} onText={setText} held={held} onHeld={setHeld}>
        <Columns first={first} count={matrix.places.length} onFirst={setFirst} />
      </Toolbar>
      {rows.length === 0 ? (
        <EmptyState icon={Search} title="No permission fits">
          Clear the filter to see all of them.
        </EmptyState>
      ) : (
        <MatrixGrid
          matrix={matrix}
          rows={rows}
          columns={[first, Math.min(matrix.places.length, first + columnsShown)]}
          onCell={setCell}
        />
      )}
      <CellDetail matrix={matrix} cell={cell} />
      {matrix.hiddenPlaces > 0 && <p className="text-muted text-sm">{hiddenWords(matrix.hiddenPlaces)}</p>}
    </div>
  );
};

/** All that a member may: permissions against scopes, and by what. */
export const MatrixPage = ({ memberId }: MatrixPageProps) => {
  const query = useQuery(orpc.access.matrix.queryOptions({ input: { memberId } }));
  return (
    <ResourcePage query={query} what="the matrix" layout="edges">
      {(matrix) => <Matrix key={memberId} matrix={matrix} />}
    </ResourcePage>
  );
};
