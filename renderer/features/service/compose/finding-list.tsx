import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type FindingRule, findingWords } from '#shared/compose/policy/rules.ts';
import type { ComposeFinding } from '#shared/contract/composition.ts';
import type { Service } from '#shared/contract/service.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { Panel } from '../../../ui/panel.tsx';

interface FindingListProps {
  readonly service: Service;
  readonly findings: readonly ComposeFinding[];
}

/** What asks for root on the server, thing by thing; who may be root there accepts each by itself. */
export function FindingList({ service, findings }: FindingListProps) {
  const [asked, setAsked] = useState<ComposeFinding>();
  const root = usePermission('docker.manage', service.serverId ?? undefined);
  const edit = usePermission('service.update');
  const queries = useQueryClient();
  const reject = useMutation(
    orpc.service.rejectFinding.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: orpc.service.compose.key() }),
    }),
  );
  const reason = root.reason ?? edit.reason ?? (service.serverId ? undefined : 'Save a server for it first.');
  return (
    <Panel title="Asks for root on the server" isFlush>
      <ul>
        {findings.map((finding) => (
          <li
            key={finding.id}
            className="flex items-start gap-3 border-line border-b px-3 py-2 last:border-b-0"
          >
            <div className="min-w-0 flex-1">
              <p className="break-words font-mono text-sm">
                {finding.path}: {finding.what}
              </p>
              <p className="text-secondary">
                {finding.file}, line {finding.line}. {findingWords[finding.rule as FindingRule]}
              </p>
              {finding.accepted && (
                <p className="text-secondary">
                  Accepted by {finding.accepted.by}: {finding.accepted.reason}
                </p>
              )}
            </div>
            {finding.accepted ? (
              <Button
                size="sm"
                disabledReason={edit.reason}
                isBusy={reject.isPending}
                onClick={() => reject.mutate({ serviceId: service.id, finding: finding.id })}
              >
                Take back
              </Button>
            ) : (
              <>
                <Badge tone="failed">blocks a deployment</Badge>
                <Button size="sm" disabledReason={reason} onClick={() => setAsked(finding)}>
                  Accept …
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {asked && <AcceptDialog service={service} finding={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

interface AcceptDialogProps {
  readonly service: Service;
  readonly finding: ComposeFinding;
  readonly onClose: () => void;
}

function AcceptDialog({ service, finding, onClose }: AcceptDialogProps) {
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const accept = useMutation(
    orpc.service.acceptFinding.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: orpc.service.compose.key() });
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="Accept this for this service"
      description={`${findingWords[finding.rule as FindingRule]} It holds for ${service.name} on its server alone, for exactly this, and stands in the audit trail.`}
      submitLabel="Accept"
      isDanger
      isBusy={accept.isPending}
      error={accept.error}
      isSubmitDisabled={reason.trim().length < 3}
      onSubmit={() =>
        accept.mutate({
          serviceId: service.id,
          serverId: service.serverId ?? '',
          finding: finding.id,
          reason: reason.trim(),
        })
      }
      onClose={onClose}
    >
      <p className="font-mono text-sm">
        {finding.path}: {finding.what}
      </p>
      <TextField
        label="Reason"
        placeholder="It is the reverse proxy of this server"
        hint="Save the files first: what is accepted is what is saved."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
