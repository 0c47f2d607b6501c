import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { orpc } from '../../lib/host/rpc.ts';
import { SetUpNow } from '../../lib/setup/set-up-now.tsx';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { serverOptions } from './server-options.ts';

interface ServerFieldProps extends Omit<ComponentProps<typeof SelectField>, 'label' | 'options'> {
  readonly organizationId: string;
  /** The id that is chosen now. */
  readonly chosen: string;
  /** What the choice of none is called where there are servers. */
  readonly noneLabel: string;
  readonly isNoneDisabled?: boolean;
}

/** The server that a service runs on: which of them are ready is said in the list, and how to make one ready below it. */
export function ServerField({
  organizationId,
  chosen,
  noneLabel,
  isNoneDisabled,
  ...field
}: ServerFieldProps) {
  const servers = useChildren(organizationId, 'server');
  const { data } = useQuery(orpc.server.list.queryOptions({ input: { organizationId } }));
  const unready = new Set((data ?? []).flatMap(({ id, isReady }) => (isReady ? [] : id)));
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
      {unready.has(chosen) && (
        <div className="col-span-full">
          <SetUpNow key={chosen} serverId={chosen} />
        </div>
      )}
    </>
  );
}
