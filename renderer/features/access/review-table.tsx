import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

interface ReviewTableProps<T> {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly columns: readonly TableColumn<T>[];
}

/** One part of the review, with how much there is to look at. */
export const ReviewTable = <T,>({ title, empty, rows, rowKey, columns }: ReviewTableProps<T>) => (
  <Panel title={rows.length > 0 ? `${title} (${rows.length})` : title} isFlush>
    <div className="flex max-h-80 flex-col">
      <Table
        label={title}
        rows={rows}
        rowKey={rowKey}
        columns={columns}
        empty={<p className="px-3 py-2 text-secondary">{empty}</p>}
      />
    </div>
  </Panel>
);
