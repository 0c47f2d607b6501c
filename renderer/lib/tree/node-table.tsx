import type { TreeNode } from '#shared/contract/tree.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { figureColumns, HealthWord } from '../figures/figure-columns.tsx';
import type { Figures } from '../figures/use-figures.ts';
import { nodePath, useGo } from '../navigation.ts';
import { staleNote } from '../stale-note.ts';

interface NodeTableProps {
  readonly label: string;
  readonly organizationId: string;
  readonly nodes: readonly TreeNode[];
  /** More about each node, after its name. */
  readonly columns?: readonly TableColumn<TreeNode>[];
  readonly withState?: boolean;
  /** What they use now, where that is followed. */
  readonly figures?: Figures;
  readonly actions?: React.ReactNode;
  /** Shown instead, without a frame, where there are none. */
  readonly empty?: React.ReactNode;
  /** Said within the frame, where there are none. */
  readonly emptyRows?: string;
}

const nameColumn: TableColumn<TreeNode> = {
  id: 'name',
  header: 'Name',
  width: 'minmax(0, 2fr)',
  cell: ({ name }) => <span className="font-medium">{name}</span>,
};
const stateColumn = (figures: Figures): TableColumn<TreeNode> => ({
  id: 'state',
  header: 'State',
  width: '9rem',
  cell: ({ id, state, stale }) => (
    <>
      <StateDot state={state} withLabel note={stale && staleNote(stale)} />
      <HealthWord figure={figures?.get(id)} />
    </>
  ),
});

/** Nodes below the one that is shown; opening a row goes to its page. */
export const NodeTable = (props: NodeTableProps) => {
  const { label, organizationId, nodes, columns = [], withState, figures, actions, empty, emptyRows } = props;
  const go = useGo();
  if (nodes.length === 0 && emptyRows === undefined) return empty;
  return (
    <Panel title={label} actions={actions} isFlush>
      <Table
        label={label}
        rows={nodes}
        rowKey={({ id }) => id}
        columns={[
          nameColumn,
          ...columns,
          ...figureColumns(figures),
          ...(withState ? [stateColumn(figures)] : []),
        ]}
        onOpen={({ kind, id }) => go(nodePath(organizationId, kind, id))}
        empty={emptyRows && <p className="px-3 py-2 text-secondary">{emptyRows}</p>}
      />
    </Panel>
  );
};
