import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ApiKey, NewApiKey } from '#shared/contract/api-key.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { RestReference } from '../../lib/rest-reference.tsx';
import { useOrganization } from '../../lib/session/use-session.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Switch } from '../../ui/form/switch.tsx';
import { Panel } from '../../ui/panel.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { CreatedKeyDialog } from './created-key-dialog.tsx';
import { KeyDetailDialog } from './key-detail-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';

type Open =
  | { readonly type: 'create' }
  | { readonly type: 'created'; readonly made: NewApiKey }
  | { readonly type: 'detail' | 'revoke'; readonly id: string };

interface DialogsProps {
  readonly organizationId: string;
  readonly open: Open | undefined;
  readonly keys: readonly ApiKey[];
  readonly setOpen: (open: Open | undefined) => void;
}

const Dialogs = ({ organizationId, open, keys, setOpen }: DialogsProps) => {
  const close = (): void => setOpen(undefined);
  if (open?.type === 'create') {
    return (
      <CreateKeyDialog
        organizationId={organizationId}
        onClose={close}
        onCreated={(made) => setOpen({ type: 'created', made })}
      />
    );
  }
  if (open?.type === 'created') return <CreatedKeyDialog made={open.made} onClose={close} />;
  const apiKey = open && keys.find(({ id }) => id === open.id);
  if (!apiKey) return null;
  return open.type === 'revoke' ? (
    <RevokeKeyDialog apiKey={apiKey} onClose={close} />
  ) : (
    <KeyDetailDialog
      apiKey={apiKey}
      onRevoke={() => setOpen({ type: 'revoke', id: apiKey.id })}
      onClose={close}
    />
  );
};

const explanation = (
  <>
    A key acts in its holder’s name on the <RestReference>REST interface</RestReference> and in the command
    line, never beyond what the holder may at that moment.
  </>
);

/** The caller’s own API keys, and those of everybody whom they may update. */
export const ApiKeysPage = ({ organizationId }: { readonly organizationId: string }) => {
  const others = usePermission('member.update');
  const organization = useOrganization();
  const [showsAll, setShowsAll] = useState(false);
  const creation = useAddressDialog('new-key');
  const [chosen, setChosen] = useState<Open>();
  const open = creation.isOpen ? ({ type: 'create' } as const) : chosen;
  const setOpen = (next: Open | undefined): void => {
    creation.close();
    setChosen(next);
  };
  const query = useQuery(orpc.apiKey.list.queryOptions({ input: { organizationId } }));
  const keys = query.data ?? [];
  const shown = showsAll ? keys : keys.filter(({ memberId }) => memberId === organization?.memberId);
  const create = (
    <Button variant="primary" icon={Plus} onClick={creation.open}>
      New key
    </Button>
  );
  return (
    <ResourcePage
      query={query}
      what="the API keys"
      layout="full"
      above={
        <div className="flex items-start gap-4">
          <p className="min-w-0 flex-1 text-secondary">{explanation}</p>
          <Switch
            label="Show everybody’s"
            isChecked={showsAll}
            onChange={setShowsAll}
            disabledReason={others.reason}
          />
          {shown.length > 0 && create}
        </div>
      }
    >
      {() => (
        <>
          {shown.length === 0 && (
            <EmptyState icon={KeyRound} title="No API keys yet" action={create}>
              Create one for a script, a CI job or the command line on another machine. Its secret is shown
              once.
            </EmptyState>
          )}
          {shown.length > 0 && (
            <Panel isFlush>
              <KeyTable
                keys={shown}
                withHolder={showsAll}
                onOpen={(id) => setOpen({ type: 'detail', id })}
                onRevoke={(id) => setOpen({ type: 'revoke', id })}
              />
            </Panel>
          )}
          <Dialogs organizationId={organizationId} open={open} keys={keys} setOpen={setOpen} />
        </>
      )}
    </ResourcePage>
  );
};
