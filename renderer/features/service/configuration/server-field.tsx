import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, useEffect, useState } from 'react';
import { CreateMissing } from '../../../lib/create-missing.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { SetUpNow } from '../../../lib/setup/set-up-now.tsx';
import { useChildren } from '../../../lib/tree/use-tree.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { serverOptions } from './server-options.ts';

interface ServerFieldProps extends Omit<ComponentProps<typeof SelectField>, 'label' | 'options'> {
  readonly organizationId: string;
  /** The id that is chosen now. */
  readonly chosen: string;
  /** What the choice of none is called where there are servers. */
  readonly noneLabel: string;
  readonly isNoneDisabled?: boolean;
  /** Chooses one that was added from here. */
  readonly onAdded: (serverId: string) => void;
}

/**
 * The server that a service runs on: which of them are ready is said in the list, and how to make one ready below it.
 * Where there is none, one is added from here.
 */
export function ServerField({
  organizationId,
  chosen,
  noneLabel,
  isNoneDisabled,
  onAdded,
  ...field
}: ServerFieldProps) {
  const servers = useChildren(organizationId, 'server');
  const { data } = useQuery(orpc.server.list.queryOptions({ input: { organizationId } }));
  const unready = new Set((data ?? []).flatMap(({ id, isReady }) => (isReady ? [] : id)));
  const awaitServer = useAdded(servers, onAdded);
  const none = { value: '', label: servers.length === 0 ? 'No server yet' : noneLabel };
  return (
    <>
      <SelectField
        {...field}
        label="Server"
        options={[
          { ...none, disabled: isNoneDisabled === true && servers.length > 0 },
          ...serverOptions(servers, unready),
        ]}
      />
      {servers.length === 0 && (
        <div className="col-span-full">
          <CreateMissing kind="server" organizationId={organizationId} onCreated={awaitServer} />
        </div>
      )}
      {unready.has(chosen) && (
        <div className="col-span-full">
          <SetUpNow key={chosen} serverId={chosen} />
        </div>
      )}
    </>
  );
}

/** A server can be chosen once the list holds it, which the change feed brings a moment after it was added. */
function useAdded(
  servers: readonly { readonly id: string }[],
  onAdded: (serverId: string) => void,
): (serverId: string) => void {
  const [awaited, setAwaited] = useState<string>();
  useEffect(() => {
    if (!servers.some(({ id }) => id === awaited) || awaited === undefined) return;
    setAwaited(undefined);
    onAdded(awaited);
  }, [servers, awaited, onAdded]);
  return setAwaited;
}
