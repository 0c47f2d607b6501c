import { useState } from 'react';
import { isDesktop } from '../../../lib/host/port-link.ts';
import { placeWords, portOf } from '../../../lib/tunnels/tunnel-words.ts';
import type { TunnelOpening } from '../../../lib/tunnels/use-tunnel-opening.ts';
import { useCommandLine } from '../../../lib/use-command-line.ts';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';

interface TunnelDialogProps {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly ports: readonly number[];
  readonly opening: TunnelOpening;
  readonly onClose: () => void;
}

const lowestLocalPort = 1_024;

/** Which port of the container, which one here, and for how long. */
export function TunnelDialog({ serviceId, serviceName, ports, opening, onClose }: TunnelDialogProps) {
  const [typedPort, setPort] = useState(String(ports[0] ?? ''));
  const [typedLocal, setLocal] = useState('');
  const [typedHours, setHours] = useState('8');
  const command = useCommandLine();
  const port = portOf(typedPort);
  const localPort = portOf(typedLocal, lowestLocalPort);
  const hours = /^\d{1,2}$/.test(typedHours.trim()) ? Number(typedHours) : 0;
  const isValid = !!port && localPort !== undefined && hours >= 1 && hours <= 24;
  const input = isValid
    ? { serviceId, port, ...(localPort === null ? {} : { localPort }), hours }
    : undefined;
  return (
    <FormDialog
      title={`Open a tunnel to ${serviceName}`}
      description={`A local port that leads through SSH into its container. ${placeWords(isDesktop, location.hostname)}`}
      submitLabel="Open tunnel"
      width="sm"
      isBusy={opening.isPending}
      error={opening.error}
      command={input && command('tunnel.open', input)}
      isSubmitDisabled={!isValid}
      onSubmit={() => input && opening.mutate(input, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField
        label="Port of the container"
        inputMode="numeric"
        autoFocus
        isMono
        value={typedPort}
        error={port ? undefined : 'must be a number from 1 to 65535'}
        onChange={(event) => setPort(event.target.value)}
      />
      <TextField
        label="Local port"
        inputMode="numeric"
        isMono
        placeholder="any that is free"
        hint="A certain one is for clients that remember an address."
        value={typedLocal}
        error={localPort === undefined ? 'must be a number from 1024 to 65535, or empty' : undefined}
        onChange={(event) => setLocal(event.target.value)}
      />
      <TextField
        label="Hours until it is closed"
        inputMode="numeric"
        hint="It is closed before where nothing went through it for two hours."
        value={typedHours}
        error={hours >= 1 && hours <= 24 ? undefined : 'must be a number from 1 to 24'}
        onChange={(event) => setHours(event.target.value)}
      />
    </FormDialog>
  );
}
