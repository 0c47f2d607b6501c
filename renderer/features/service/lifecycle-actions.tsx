import { useMutation } from '@tanstack/react-query';
import { Play, RotateCw, Scaling, Square } from 'lucide-react';
import { useState } from 'react';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useIsProtected } from './use-service.ts';

interface LifecycleProps {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly isStopped: boolean;
  readonly replicas: number;
  /** Whether their number is for people to choose. */
  readonly canScale: boolean;
  readonly hasHostPort: boolean;
}

type DialogProps = LifecycleProps & { readonly onClose: () => void };

const StopDialog = ({ serviceId, serviceName, onClose }: DialogProps) => {
  const isProtected = useIsProtected(serviceId);
  const command = useCommandLine();
  const stop = useMutation(orpc.service.stop.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmDialog
      title={`Stop ${serviceName}`}
      confirmLabel="Stop"
      isDanger
      isBusy={stop.isPending}
      error={stop.error}
      command={command('service.stop', { serviceId })}
      typedName={isProtected ? serviceName : undefined}
      onConfirm={() => stop.mutate({ serviceId })}
      onClose={onClose}
    >
      <p>It serves nobody until it is started again. Its configuration and history stay.</p>
    </ConfirmDialog>
  );
};

const ScaleDialog = ({ serviceId, serviceName, replicas, onClose }: DialogProps) => {
  const [typed, setTyped] = useState(String(replicas));
  const command = useCommandLine();
  const scale = useMutation(orpc.service.scale.mutationOptions({ onSuccess: onClose }));
  const isValid = /^\d{1,3}$/.test(typed.trim()) && Number(typed) <= 100;
  return (
    <FormDialog
      title={`Scale ${serviceName}`}
      description="Takes effect now, and stays for later deployments."
      submitLabel="Scale"
      width="sm"
      isBusy={scale.isPending}
      error={scale.error}
      command={isValid ? command('service.scale', { serviceId, replicas: Number(typed) }) : undefined}
      isSubmitDisabled={!isValid}
      onSubmit={() => isValid && scale.mutate({ serviceId, replicas: Number(typed) })}
      onClose={onClose}
    >
      <TextField
        label="Replicas"
        inputMode="numeric"
        autoFocus
        value={typed}
        error={isValid ? undefined : 'must be a number from 0 to 100'}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed.trim() === '0' && <Notice tone="warning">With no replica it serves nobody.</Notice>}
    </FormDialog>
  );
};

/** Start or stop, restart and scale. */
export const LifecycleActions = (props: LifecycleProps) => {
  const { serviceId, isStopped, canScale, hasHostPort } = props;
  const stopping = useAddressDialog('stop');
  const resizing = useAddressDialog('scale');
  const lifecycle = usePermission('deployment.create');
  const scaling = usePermission('service.update');
  const start = useMutation(orpc.service.start.mutationOptions());
  const restart = useMutation(orpc.service.restart.mutationOptions());
  return (
    <>
      {isStopped ? (
        <Button
          size="sm"
          icon={Play}
          isBusy={start.isPending}
          disabledReason={lifecycle.reason}
          onClick={() => start.mutate({ serviceId })}
        >
          Start
        </Button>
      ) : (
        <>
          <Button
            size="sm"
            icon={RotateCw}
            isBusy={restart.isPending}
            disabledReason={lifecycle.reason}
            title={hasHostPort ? 'A short outage: its port can be held once' : undefined}
            onClick={() => restart.mutate({ serviceId })}
          >
            Restart
          </Button>
          <Button size="sm" icon={Square} disabledReason={lifecycle.reason} onClick={stopping.open}>
            Stop …
          </Button>
        </>
      )}
      {canScale && (
        <Button size="sm" icon={Scaling} disabledReason={scaling.reason} onClick={resizing.open}>
          Scale …
        </Button>
      )}
      <InlineError error={start.error ?? restart.error} />
      {stopping.isOpen && !isStopped && !lifecycle.reason && (
        <StopDialog {...props} onClose={stopping.close} />
      )}
      {resizing.isOpen && canScale && !scaling.reason && <ScaleDialog {...props} onClose={resizing.close} />}
    </>
  );
};
