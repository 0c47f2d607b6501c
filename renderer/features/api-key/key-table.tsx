import { Trash2 } from 'lucide-react';
import type { ApiKey } from '#shared/contract/api-key.ts';
import { age } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { endsSoon, expiryWords, limitWords, mayWords, stateWords, whereWords } from './key-words.ts';

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly withHolder: boolean;
  readonly onOpen: (id: string) => void;
  readonly onRevoke: (id: string) => void;
}

const nameColumn: TableColumn<ApiKey> = {
  id: 'name',
  header: 'Name',
  width: 'minmax(0, 1.6fr)',
  cell: ({ name, hint, isToken, state }) => (
    <>
      <span className="font-medium">{name}</span>{' '}
      {!isToken && <span className="font-mono text-muted text-sm">…{hint}</span>}{' '}
      {isToken && <Badge>token</Badge>}{' '}
      {state !== 'active' && <Badge tone="degraded">{stateWords[state]}</Badge>}
    </>
  ),
};
const holderColumn: TableColumn<ApiKey> = { id: 'holder', header: 'Holder', cell: ({ holder }) => holder };
const restColumns: readonly TableColumn<ApiKey>[] = [
  { id: 'may', header: 'May', cell: mayWords },
  { id: 'where', header: 'Where', cell: whereWords },
  { id: 'limits', header: 'Limits', cell: limitWords },
];

const expiryColumn = (now: number): TableColumn<ApiKey> => ({
  id: 'expires',
  header: 'Expires',
  width: '6rem',
  cell: (key) => (
    <span className={endsSoon(key, now) ? 'text-state-degraded' : 'text-secondary'}>
      {expiryWords(key, now)}
    </span>
  ),
});

const usedColumn = (now: number): TableColumn<ApiKey> => ({
  id: 'used',
  header: 'Last used',
  cell: ({ usedAt, usedFrom }) => (
    <span className="text-secondary">{usedAt ? `${age(usedAt, now)}, ${usedFrom || 'here'}` : 'never'}</span>
  ),
});

/** Keys, newest first; a row opens all about it. */
export const KeyTable = ({ keys, withHolder, onOpen, onRevoke }: KeyTableProps) => {
  const now = useNow(10_000);
  const columns = [
    nameColumn,
    ...(withHolder ? [holderColumn] : []),
    ...restColumns,
    expiryColumn(now),
    usedColumn(now),
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '1.5rem',
      cell: ({ id, name }: ApiKey) => (
        <IconButton
          label={`Revoke ${name}`}
          icon={Trash2}
          size="sm"
          onClick={(event) => {
            event.stopPropagation();
            onRevoke(id);
          }}
        />
      ),
    },
  ];
  return (
    <Table
      label="API keys"
      rows={keys}
      rowKey={({ id }) => id}
      columns={columns}
      onOpen={({ id }) => onOpen(id)}
    />
  );
};
