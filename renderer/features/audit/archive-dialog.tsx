import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditArchive } from '#shared/contract/audit.ts';
import { formatInstant } from '../../lib/format.ts';
import { dayOf } from '../../lib/grants/end-date.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { Badge } from '../../ui/badge.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';

const Archives = ({ archives }: { readonly archives: readonly AuditArchive[] }) => (
  <section aria-label="Archives" className="flex flex-col gap-1.5">
    <h3 className="font-medium text-secondary text-sm">Archived before</h3>
    <ul className="max-h-48 overflow-y-auto rounded border border-line">
      {archives.map(({ through, from, at, by, file, isPresent }) => (
        <li key={through} className="flex flex-col border-line px-3 py-1.5 not-last:border-b">
          <span>
            Events {from} to {through} · {formatInstant(at)} · {by}{' '}
            {!isPresent && <Badge tone="degraded">moved elsewhere</Badge>}
          </span>
          <span className="break-all font-mono text-muted text-xs">{file}</span>
        </li>
      ))}
    </ul>
  </section>
);

interface ArchiveDialogProps {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly onClose: () => void;
}

/** Moves old events to a file of the host, and lists what was moved before. */
export const ArchiveDialog = ({ organizationId, organizationName, onClose }: ArchiveDialogProps) => {
  const [day, setDay] = useState(() => dayOf(new Date(Date.now() - 365 * 86_400_000).toISOString()));
  const [typedName, setTypedName] = useState('');
  const archives = useQuery(orpc.audit.archives.queryOptions({ input: { organizationId } }));
  const archive = useMutation({
    mutationFn: () =>
      rpc.audit.archive({ organizationId, before: new Date(`${day}T00:00`).toISOString(), typedName }),
    onSuccess: () => setTypedName(''),
  });
  const isReady = day !== '' && typedName === organizationName;
  return (
    <FormDialog
      title="Archive old events"
      description="They move to a file in the data folder of the host, hashes and all, and leave the search."
      submitLabel="Archive"
      width="lg"
      isDanger
      isBusy={archive.isPending}
      isSubmitDisabled={!isReady}
      error={archive.error}
      onSubmit={() => isReady && archive.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Everything before"
        type="date"
        hint="The file is read back and checked before a single event goes; the chain continues after it."
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <TextField
        label={`Type “${organizationName}” to confirm`}
        value={typedName}
        onChange={(event) => setTypedName(event.target.value)}
      />
      {archive.data && (
        <Notice tone="success" title={`Events ${archive.data.from} to ${archive.data.through} are archived`}>
          Check the file at any time with{' '}
          <span className="font-mono text-sm">quayside audit verify-file</span>.
        </Notice>
      )}
      <InlineError error={archives.error} />
      {archives.data && archives.data.length > 0 && <Archives archives={archives.data} />}
    </FormDialog>
  );
};
