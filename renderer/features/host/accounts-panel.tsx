import { useQuery } from '@tanstack/react-query';
import { KeyRound, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { HostAccount } from '#shared/contract/host.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PendingAddress } from './pending-address.tsx';
import { rightWords } from './right-words.ts';
import { RightsDialog } from './rights-dialog.tsx';

/** The accounts of the host with their rights on it. */
export function AccountsPanel() {
  const query = useQuery(orpc.host.accounts.queryOptions());
  const [edited, setEdited] = useState<HostAccount>();
  return (
    <Panel title="Accounts of this host" isFlush>
      <Loaded query={query} doing="Loading the accounts">
        {(accounts) => (
          <Table
            label="Accounts of this host"
            rows={accounts}
            rowKey={({ account }) => account}
            columns={columnsFor(setEdited)}
            empty={
              <EmptyState icon={UserRound} title="Nobody has an account yet">
                Accounts come by invitations and providers.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {edited && <RightsDialog account={edited} onClose={() => setEdited(undefined)} />}
    </Panel>
  );
}

const addressOf = ({ account, email, pendingEmail, isVerified }: HostAccount) =>
  pendingEmail || !isVerified ? (
    <PendingAddress account={account} email={email} pendingEmail={pendingEmail} />
  ) : (
    email
  );

const rightsOf = ({ rights }: HostAccount): string =>
  rights.length === 0 ? 'none' : rights.map((right) => rightWords[right].label).join(', ');

const columnsFor = (edit: (account: HostAccount) => void): readonly TableColumn<HostAccount>[] => [
  { id: 'name', header: 'Name', width: 'minmax(0, 1fr)', cell: ({ name }) => name },
  { id: 'email', header: 'E-mail address', width: 'minmax(0, 1.5fr)', cell: addressOf },
  { id: 'rights', header: 'Rights on this host', width: 'minmax(0, 2fr)', cell: rightsOf },
  {
    id: 'servers',
    header: 'Servers by it',
    width: '6.5rem',
    align: 'right',
    cell: ({ servers }) => servers,
  },
  {
    id: 'actions',
    header: 'Actions',
    hidesHeader: true,
    width: '3rem',
    align: 'right',
    cell: (account) => (
      <IconButton
        label={`Change the rights of ${account.name}`}
        icon={KeyRound}
        size="sm"
        onClick={() => edit(account)}
      />
    ),
  },
];
