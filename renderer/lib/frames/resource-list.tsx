import type { ReactNode } from 'react';
import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { useSearchParam } from '../navigation.ts';
import type { FramedQuery } from './loaded.tsx';
import { ResourcePage } from './resource-page.tsx';

interface ResourceListProps<T> {
  readonly query: FramedQuery<readonly T[]>;
  /** `Roles`: the name of the table, the heading, and in `Loading the roles`. */
  readonly label: string;
  /** The heading, where it says more. */
  readonly title?: string;
  readonly layout?: 'narrow' | 'wide' | 'full';
  readonly rowKey: (row: T) => string;
  readonly columns: readonly TableColumn<T>[];
  /** What stands above, such as what this list is. */
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  /** Goes to the page of a row; without it a row may be shown below, see `detail`. */
  readonly onOpen?: (row: T) => void;
  /** The row that is chosen, kept in the address under this name, and what is shown of it below the list. */
  readonly detail?: { readonly param: string; readonly show: (row: T) => ReactNode };
  /** Teaches the next step where there is nothing: in the place of the list and its actions. */
  readonly empty?: ReactNode;
  /** The same, within the list, whose actions stay. */
  readonly emptyRows?: ReactNode;
  /** Dialogs and the like. */
  readonly children?: ReactNode;
}

/** A page that is a list: loading, error, emptiness and the choice of a row are the same everywhere. */
export function ResourceList<T>(props: ResourceListProps<T>) {
  const { query, label, layout, above, children } = props;
  return (
    <ResourcePage
      query={query}
      what={`the ${label.toLowerCase()}`}
      above={above}
      {...(layout ? { layout } : {})}
    >
      {(rows) => (
        <>
          <List {...props} rows={rows} />
          {children}
        </>
      )}
    </ResourcePage>
  );
}

function List<T>(props: ResourceListProps<T> & { readonly rows: readonly T[] }) {
  const { label, title = label, rows, rowKey, columns, actions, onOpen, detail, empty, emptyRows } = props;
  const [chosenKey, choose] = useSearchParam(detail?.param ?? 'row');
  const chosen = detail && rows.find((row) => rowKey(row) === chosenKey);
  const open = onOpen ?? (detail && ((row: T) => choose(rowKey(row))));
  if (rows.length === 0 && empty) return empty;
  return (
    <>
      <Panel title={title} isFlush actions={actions}>
        <Table
          label={label}
          rows={rows}
          rowKey={rowKey}
          columns={columns}
          selectedKey={detail && chosenKey}
          empty={emptyRows}
          {...(open ? { onOpen: open } : {})}
        />
      </Panel>
      {chosen !== undefined && detail?.show(chosen)}
    </>
  );
}
