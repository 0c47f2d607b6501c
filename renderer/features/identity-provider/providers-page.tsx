import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { IdentityProvider } from '#shared/contract/identity-provider.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { organizationPath } from '../../lib/navigation.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { callbackUrl, desktopCallbackUrls } from './flow.ts';
import { ProviderDialog } from './provider-dialog.tsx';

const RemoveDialog = ({
  provider,
  onClose,
}: {
  readonly provider: IdentityProvider;
  readonly onClose: () => void;
}) => {
  const { organizationId, id, name, identities } = provider;
  const remove = useMutation({
    mutationFn: () => rpc.identityProvider.delete({ organizationId, identityProviderId: id }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      confirmLabel="Remove provider"
      isDanger
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        {identities === 0
          ? 'No account signs in by it.'
          : `${identities} ${identities === 1 ? 'account signs' : 'accounts sign'} in by it. They stay members, and need a password to sign in again.`}
      </p>
    </ConfirmDialog>
  );
};

type Opened =
  | { readonly type: 'add' }
  | { readonly type: 'change' | 'remove'; readonly provider: IdentityProvider };

const columnsFor = (open: (opened: Opened) => void): readonly TableColumn<IdentityProvider>[] => [
  { id: 'name', header: 'Name', width: '10rem', cell: ({ name }) => name },
  {
    id: 'issuer',
    header: 'Issuer',
    cell: ({ issuer }) => <span className="truncate font-mono text-sm">{issuer}</span>,
  },
  { id: 'domains', header: 'Domains', width: '10rem', cell: domainsInWords },
  { id: 'role', header: 'Newcomers', width: '7rem', cell: ({ role }) => role ?? 'nobody' },
  {
    id: 'identities',
    header: 'Accounts',
    width: '5.5rem',
    align: 'right',
    cell: ({ identities }) => identities,
  },
  {
    id: 'state',
    header: 'State',
    width: '5rem',
    cell: ({ isEnabled }) => (
      <Badge tone={isEnabled ? 'running' : 'neutral'}>{isEnabled ? 'on' : 'off'}</Badge>
    ),
  },
  {
    id: 'actions',
    header: 'Actions',
    hidesHeader: true,
    width: '4.5rem',
    align: 'right',
    cell: (provider) => (
      <span className="inline-flex">
        <IconButton
          label={`Change ${provider.name}`}
          icon={Pencil}
          size="sm"
          onClick={() => open({ type: 'change', provider })}
        />
        <IconButton
          label={`Remove ${provider.name}`}
          icon={Trash2}
          size="sm"
          onClick={() => open({ type: 'remove', provider })}
        />
      </span>
    ),
  },
];

const domainsInWords = ({ emailDomains, confirmedDomains }: IdentityProvider): string =>
  emailDomains
    .map((domain) => (confirmedDomains.includes(domain) ? domain : `${domain} (waits for the operator)`))
    .join(', ');

const Address = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <span className="inline-flex items-center gap-1">
    <code className="font-mono text-sm">{text}</code>
    <CopyButton text={text} label={label} />
  </span>
);

const isPage = location.protocol === 'http:' || location.protocol === 'https:';
const { plain, withPort } = desktopCallbackUrls;

/** What is to be entered at a provider, for browsers and for the desktop application. */
const RedirectHints = () => (
  <Panel title="Redirect addresses">
    <div className="flex flex-col gap-2 text-secondary">
      {isPage && (
        <p>
          Enter this one at the provider, for whoever signs in on this page:{' '}
          <Address text={callbackUrl()} label="Copy redirect address" />
        </p>
      )}
      <p>
        For the desktop application: <Address text={plain} label="Copy redirect address of the desktop" /> It
        listens on another port each time, which providers allow to native applications (RFC 8252). Where one
        wants the port to be said: <Address text={withPort} label="Copy redirect address with any port" />
      </p>
    </div>
  </Panel>
);

/** By which OpenID Connect providers people sign in to this organization. */
export const ProvidersPage = ({ organizationId }: { readonly organizationId: string }) => {
  const creation = useAddressDialog('new-provider');
  const [chosen, setOpened] = useState<Opened>();
  const opened = creation.isOpen ? ({ type: 'add' } as const) : chosen;
  const query = useQuery(orpc.identityProvider.list.queryOptions({ input: { organizationId } }));
  const close = (): void => {
    creation.close();
    setOpened(undefined);
  };
  const addButton = (
    <Button icon={Plus} variant="primary" onClick={creation.open}>
      Add provider
    </Button>
  );
  return (
    <ResourceList
      query={query}
      label="Identity providers"
      title="Sign-in by OpenID Connect"
      rowKey={({ id }) => id}
      columns={columnsFor(setOpened)}
      actions={addButton}
      emptyRows={
        <EmptyState icon={LogIn} title="People sign in by their passwords">
          With a provider they sign in where they do already, and new colleagues become members by themselves.
        </EmptyState>
      }
    >
      {isPage && (
        <p className="text-secondary">
          On a host of several organizations these show to whoever opens this organization’s own address,{' '}
          <Address
            text={`${location.origin}${organizationPath(organizationId)}`}
            label="Copy the sign-in link"
          />
          , or types an address of a domain that the operator of the host confirmed.
        </p>
      )}
      <RedirectHints />
      {opened?.type === 'remove' && <RemoveDialog provider={opened.provider} onClose={close} />}
      {opened && opened.type !== 'remove' && (
        <ProviderDialog
          organizationId={organizationId}
          provider={opened.type === 'change' ? opened.provider : undefined}
          onClose={close}
        />
      )}
    </ResourceList>
  );
};
