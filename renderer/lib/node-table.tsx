import type { TreeNode } from '#shared/contract/tree.ts';
import { StateDot } from '../ui/state-dot.tsx';
import { Table, type TableColumn } from '../ui/table.tsx';
import { nodePath, useGo } from './navigation.ts';

interface NodeTableProps {
  readonly label: string;
  readonly organizationId: string;
  readonly nodes: readonly TreeNode[];
  /** More about each node, after its name. */
  readonly columns?: readonly TableColumn<TreeNode>[];
  readonly withState?: boolean;
  readonly empty?: React.ReactNode;
}

const nameColumn: TableColumn<TreeNode> = {
  id: 'name',
  header: 'Name',
  width: 'minmax(0, 2fr)',
  cell: ({ name }) => <span className="font-medium">{name}</span>,
};
const stateColumn: TableColumn<TreeNode> = {
  id: 'state',
  header: 'State',
  width: '9rem',
  cell: ({ state }) => <StateDot state={state} withLabel />,
};

/** Nodes below the one that is shown; opening a row goes to its page. */
export const NodeTable = ({
  label,
  organizationId,
  nodes,
  columns = [],
  withState,
  empty,
}: NodeTableProps) => {
  const go = useGo();
  return (
    <Table
      label={label}
      rows={nodes}
      rowKey={({ id }) => id}
      columns={[nameColumn, ...columns, ...(withState ? [stateColumn] : [])]}
      onOpen={({ kind, id }) => go(nodePath(organizationId, kind, id))}
      empty={empty}
    />
  );
};
