import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

interface ReviewTableProps<T> {
  readonly title: string;
  readonly empty: string;
  /** What the rows leave out; said instead of what no rows would mean. */
  readonly note?: string | undefined;
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly columns: readonly TableColumn<T>[];
}

/** One part of the review, with how much there is to look at. */
export const ReviewTable = <T,>({ title, empty, note, rows, rowKey, columns }: ReviewTableProps<T>) => (
  <Panel title={rows.length > 0 ? `${title} (${rows.length})` : title} isFlush>
    <div className="flex max-h-80 flex-col">
      <Table
        label={title}
        rows={rows}
        rowKey={rowKey}
        columns={columns}
        empty={<p className="px-3 py-2 text-secondary">{note ?? empty}</p>}
      />
      {note && rows.length > 0 && <p className="border-line border-t px-3 py-2 text-secondary">{note}</p>}
    </div>
  </Panel>
);
