import { Cable, SlidersHorizontal } from 'lucide-react';
import { isDesktop } from '../../../lib/host/port-link.ts';
import { useAddressDialog } from '../../../lib/pages/use-address-dialog.ts';
import { TunnelList } from '../../../lib/tunnels/tunnel-list.tsx';
import { forwardCommand, placeWords } from '../../../lib/tunnels/tunnel-words.ts';
import { useTunnelOpening } from '../../../lib/tunnels/use-tunnel-opening.ts';
import { useTunnels } from '../../../lib/tunnels/use-tunnels.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { TunnelDialog } from './tunnel-dialog.tsx';
import { TunnelLogin } from './tunnel-login.tsx';

interface TunnelPanelProps {
  readonly organizationId: string;
  readonly serviceId: string;
  readonly serviceName: string;
  /** The TCP ports that it says it listens at. */
  readonly ports: readonly number[];
  readonly isStopped: boolean;
}

/** Ports of the host's machine that lead into a container of the service. */
export function TunnelPanel(props: TunnelPanelProps) {
  const { organizationId, serviceId, ports, isStopped } = props;
  const { reason } = usePermission('tunnel.open', serviceId);
  const options = useAddressDialog('tunnel');
  const { data } = useTunnels(organizationId);
  const open = useTunnelOpening();
  const tunnels = (data ?? []).filter((tunnel) => tunnel.serviceId === serviceId);
  const [tunnel] = tunnels;
  const login = tunnels.some(({ id }) => id === open.data?.id) ? open.data?.login : undefined;
  const command = tunnel && forwardCommand(tunnel, isDesktop, location.hostname);
  const refusal = reason ?? (isStopped ? 'It is stopped: start it first.' : undefined);
  const [port] = ports;
  const openNow = () =>
    port !== undefined && ports.length === 1 ? open.mutate({ serviceId, port }) : options.open();
  return (
    <Panel
      title="Tunnels"
      isFlush
      actions={
        <>
          <Button size="sm" icon={SlidersHorizontal} disabledReason={refusal} onClick={options.open}>
            Options …
          </Button>
          <Button size="sm" icon={Cable} isBusy={open.isPending} disabledReason={refusal} onClick={openNow}>
            Open tunnel
          </Button>
        </>
      }
    >
      {open.error && !options.isOpen && (
        <div className="p-3">
          <InlineError error={open.error} />
        </div>
      )}
      {tunnels.length > 0 && <TunnelList organizationId={organizationId} tunnels={tunnels} />}
      {login && <TunnelLogin login={login} />}
      <div className="px-3 py-2 text-secondary text-sm">
        {tunnels.length === 0 ? (
          <p>
            A tunnel is a local port that leads through SSH into the container, for a client that should not
            go by the internet. Nothing is published on the server.
          </p>
        ) : (
          <p>{placeWords(isDesktop, location.hostname)}</p>
        )}
        {command && (
          <p className="flex flex-wrap items-center gap-x-2">
            Where you may sign in there by SSH, this brings it to your own machine:
            <CodeText canCopy>{command}</CodeText>
          </p>
        )}
      </div>
      {options.isOpen && !refusal && <TunnelDialog {...props} opening={open} onClose={options.close} />}
    </Panel>
  );
}
