import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessRequest } from '#shared/contract/access.ts';
import { actWords } from '../../lib/access/permission-words.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { dayOf, endOfDay } from '../../lib/grants/end-date.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface AnswerDialogProps {
  readonly request: AccessRequest;
  readonly onClose: () => void;
}

const weekFromNow = (): string => dayOf(new Date(Date.now() + 7 * 86_400_000).toISOString());

/** Grants a request: by which role, until when, and what comes with it. */
export const AnswerDialog = ({ request, onClose }: AnswerDialogProps) => {
  const { id, organizationId, memberId, memberName, permission, place } = request;
  const isEverywhere = place.kind === 'organization';
  const roles = useAssignableRoles(organizationId, isEverywhere ? undefined : place.id);
  const [roleId, setRoleId] = useState('');
  const [day, setDay] = useState(weekFromNow);
  const endsAt = endOfDay(day);
  const terms = { ...(roleId ? { roleId } : {}), ...(endsAt ? { endsAt } : {}) };
  const preview = useQuery({
    ...orpc.member.preview.queryOptions({
      input: isEverywhere
        ? { memberId, ...(roleId ? { roleId } : {}) }
        : { memberId, grants: { add: [{ nodeId: place.id, ...terms }], update: [], remove: [] } },
    }),
    gcTime: 0,
  });
  const grant = useMutation({
    mutationFn: () => rpc.access.answer({ accessRequestId: id, decision: 'granted', ...terms }),
    onSuccess: onClose,
  });
  return (
    <PreviewDialog
      title={`Grant the request of ${memberName}`}
      previews={preview.data && [preview.data]}
      confirmLabel="Grant"
      isBusy={grant.isPending}
      error={preview.error ?? grant.error}
      onConfirm={() => grant.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        {memberName} wants to {actWords(permission)} on {place.path}. The grant opens it with everything below
        it.
      </p>
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Role there"
          value={roleId}
          onChange={(event) => setRoleId(event.target.value)}
          options={[
            { value: '', label: 'own role' },
            ...roles.map(({ id: value, name }) => ({ value, label: name })),
          ]}
        />
        <TextField
          label="Last day"
          type="date"
          value={day}
          min={dayOf(new Date().toISOString())}
          onChange={(event) => setDay(event.target.value)}
          hint="Empty: until somebody takes it"
        />
      </div>
    </PreviewDialog>
  );
};
