import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, EyeOff, KeyRound, SquareTerminal } from 'lucide-react';
import type { DatabaseAddress, DatabaseConnection } from '#shared/contract/database.ts';
import type { Service } from '#shared/contract/service.ts';
import { Loaded } from '../../../lib/frames/loaded.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath, useGo, useOrganizationId } from '../../../lib/navigation.ts';
import { useAddressDialog } from '../../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { PropertyList } from '../../../ui/property-list.tsx';
import { ClientTexts } from './client-texts.tsx';
import { DatabasePasswordDialog } from './database-password-dialog.tsx';

/** How a database is opened: where, by whom, and what each client is told, with a password that is asked for. */
export function DatabasePanel({ service }: { readonly service: Service }) {
  const { id: serviceId } = service;
  const connection = useQuery(orpc.database.connection.queryOptions({ input: { serviceId } }));
  const { revealed, toggle, forget, error, isBusy } = useReveal(serviceId);
  const changing = useAddressDialog('password');
  const reveal = usePermission('secret.reveal');
  const update = usePermission('service.update');
  const manage = usePermission('docker.manage', service.serverId ?? undefined);
  const organizationId = useOrganizationId();
  const go = useGo();
  const openClient = () => go(`${nodePath(organizationId, 'service', serviceId, 'terminal')}?program=client`);
  const hasPassword = connection.data?.passwordSetAt !== null;
  const Shown = revealed ? EyeOff : Eye;
  return (
    <Panel
      title="How to connect"
      actions={
        hasPassword && (
          <>
            <Button
              size="sm"
              icon={SquareTerminal}
              disabledReason={service.serverId ? manage.reason : 'It is on no server yet.'}
              onClick={openClient}
            >
              Client
            </Button>
            <Button size="sm" icon={Shown} isBusy={isBusy} disabledReason={reveal.reason} onClick={toggle}>
              {revealed ? 'Hide the password' : 'Show the password'}
            </Button>
            <Button size="sm" icon={KeyRound} disabledReason={update.reason} onClick={changing.open}>
              Change the password …
            </Button>
          </>
        )
      }
    >
      <InlineError error={error} />
      <Loaded query={connection} doing="Looking up its addresses">
        {(loaded) => <Connection connection={revealed ?? loaded} password={revealed?.password} />}
      </Loaded>
      {changing.isOpen && !update.reason && (
        <DatabasePasswordDialog service={service} onChanged={forget} onClose={changing.close} />
      )}
    </Panel>
  );
}

function useReveal(serviceId: string) {
  const reveal = useMutation(orpc.database.reveal.mutationOptions());
  const { data: revealed, isPending: isBusy, error } = reveal;
  const toggle = () => (revealed ? reveal.reset() : reveal.mutate({ serviceId }));
  return { revealed, toggle, forget: reveal.reset, error, isBusy };
}

interface ConnectionProps {
  readonly connection: DatabaseConnection;
  /** Undefined while it is hidden. */
  readonly password: string | undefined;
}

function Connection({ connection, password }: ConnectionProps) {
  const { user, database, addresses, isUnsure, label } = connection;
  const items = [
    { label: 'Engine', value: label },
    { label: 'User', value: user && <CodeText canCopy>{user}</CodeText> },
    { label: 'Database', value: database && <CodeText canCopy>{database}</CodeText> },
    {
      label: 'Password',
      value: user && (password === undefined ? '•••' : <CodeText canCopy>{password}</CodeText>),
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      {isUnsure && (
        <Notice tone="warning" title="A change of its password was cut off">
          Show the password: the engine is asked then which of the two it has.
        </Notice>
      )}
      <PropertyList items={items.filter(({ value }) => value)} />
      {addresses.length === 0 && (
        <p className="text-secondary">It has no address before its first deployment.</p>
      )}
      {addresses.map((address) => (
        <Address key={address.reach} address={address} isMasked={password === undefined} />
      ))}
    </div>
  );
}

const reaches = {
  server: 'From outside, for everybody who reaches the server',
  environment: 'Inside the environment, for the services beside it',
};

function Address({ address, isMasked }: { readonly address: DatabaseAddress; readonly isMasked: boolean }) {
  const { reach, host, port, caution, texts } = address;
  return (
    <section aria-label={reaches[reach]} className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3">
        <CodeText canCopy={host !== null}>{`${host ?? 'the server'}:${port}`}</CodeText>
        <span className="text-secondary">{reaches[reach]}</span>
      </p>
      {caution && <p className="text-muted text-sm">{caution}</p>}
      <ClientTexts
        place={reach === 'server' ? 'outside' : 'inside'}
        panelId={`database-${reach}`}
        texts={texts}
      />
      {isMasked && texts.some(({ text }) => text.includes('•••')) && (
        <p className="text-muted text-sm">
          Its password stands where the dots are once it is shown, also in what is copied.
        </p>
      )}
    </section>
  );
}
