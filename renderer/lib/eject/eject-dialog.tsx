import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import type { Ejection } from '#shared/contract/ejection.ts';
import { tarOf } from '#shared/model/tar.ts';
import { Button } from '../../ui/button.tsx';
import { CopyCommand } from '../../ui/dialog/copy-command.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { downloadBytes } from '../download.ts';
import { useCommandLine } from '../use-command-line.ts';
import { usePermission } from '../use-permission.ts';
import { EjectedFiles } from './ejected-files.tsx';

interface EjectDialogProps {
  readonly name: string;
  readonly operation: 'service.eject' | 'environment.eject';
  /** What is taken along, as the operation names it. */
  readonly target: Readonly<Record<string, string>>;
  readonly write: (asked: Asked) => Promise<Ejection>;
  readonly onClose: () => void;
}

interface Asked {
  readonly secrets: boolean;
  readonly proxy?: 'traefik' | 'caddy';
}

type Proxy = 'none' | 'traefik' | 'caddy';

const proxies: readonly { readonly value: Proxy; readonly label: string }[] = [
  { value: 'none', label: 'None: domains are not led to it' },
  { value: 'traefik', label: 'Traefik' },
  { value: 'caddy', label: 'Caddy' },
];

/** Shows the folder by which something runs without Quayside, and hands it over as one file. */
export const EjectDialog = ({ name, operation, target, write: ask, onClose }: EjectDialogProps) => {
  const [withSecrets, setWithSecrets] = useState(false);
  const [proxy, setProxy] = useState<Proxy>('none');
  const { reason } = usePermission('secret.reveal');
  const command = useCommandLine();
  const formId = useId();
  const asked: Asked = { secrets: withSecrets, ...(proxy === 'none' ? {} : { proxy }) };
  const write = useMutation({ mutationFn: () => ask(asked) });
  const ejection = write.data;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="lg"
      title={`Eject ${name}`}
      description="Writes a folder that Docker Compose runs without Quayside. Nothing is changed here or on a server."
      error={write.error}
      footer={
        <>
          <CopyCommand command={command(operation, { ...target, ...asked })} />
          <Button onClick={onClose}>Close</Button>
          {ejection ? (
            <Button variant="primary" icon={Download} onClick={() => download(ejection)}>
              Download
            </Button>
          ) : (
            <Button variant="primary" type="submit" form={formId} isBusy={write.isPending}>
              Show the folder
            </Button>
          )}
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate();
        }}
      >
        <Checkbox
          label="With secret values"
          hint="They stand in the files as they are, and the audit trail tells that they were taken."
          isChecked={withSecrets}
          disabledReason={reason}
          onChange={(isChecked) => {
            setWithSecrets(isChecked);
            write.reset();
          }}
        />
        <SelectField
          label="Proxy"
          hint="With it come the files that lead its domains to it."
          options={proxies}
          value={proxy}
          onChange={(event) => {
            setProxy(event.target.value as Proxy);
            write.reset();
          }}
        />
      </form>
      {ejection && <Told ejection={ejection} />}
    </Dialog>
  );
};

const Told = ({ ejection: { files, missing, notes } }: { readonly ejection: Ejection }) => (
  <div className="mt-3 flex flex-col gap-3">
    {missing.length > 0 && (
      <Notice tone="warning" title="To be filled in before it starts">
        {missing.map(({ file, name }) => (
          <p key={`${file} ${name}`}>
            <code>{name}</code> in <code>{file}</code>
          </p>
        ))}
      </Notice>
    )}
    {notes.length > 0 && (
      <Notice tone="info">
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </Notice>
    )}
    <EjectedFiles files={files} />
  </div>
);

function download({ name, files }: Ejection): void {
  const archive = tarOf(name, files, Math.floor(Date.now() / 1_000));
  downloadBytes(`${name}.tar`, archive, 'application/x-tar');
}
