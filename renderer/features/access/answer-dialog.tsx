import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessRequest } from '#shared/contract/access.ts';
import { actWords } from '../../lib/access/permission-words.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { dayOf, endOfDay } from '../../lib/grants/end-date.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type AnswerTerms, useAnswerPreview, useAnswerWays } from './answer-terms.ts';

interface AnswerDialogProps {
  readonly request: AccessRequest;
  readonly onClose: () => void;
}

interface TermsProps {
  readonly ways: readonly { readonly roleId: string | null; readonly name: string }[];
  readonly roleId: string | null;
  readonly onRole: (roleId: string) => void;
  readonly day: string;
  readonly onDay: (day: string) => void;
}

const weekFromNow = (): string => dayOf(new Date(Date.now() + 7 * 86_400_000).toISOString());

const Terms = ({ ways, roleId, onRole, day, onDay }: TermsProps) => (
  <div className="grid grid-cols-2 gap-3">
    <SelectField
      label="Role there"
      value={roleId ?? ''}
      onChange={(event) => onRole(event.target.value)}
      options={ways.map(({ roleId: id, name }) => ({ value: id ?? '', label: name }))}
      hint="Roles that hold what was asked for"
    />
    <TextField
      label="Last day"
      type="date"
      value={day}
      min={dayOf(new Date().toISOString())}
      onChange={(event) => onDay(event.target.value)}
      hint="Empty: until somebody takes it"
    />
  </div>
);

const termsOf = (roleId: string | null, day: string): AnswerTerms => {
  const endsAt = endOfDay(day);
  return { ...(roleId ? { roleId } : {}), ...(endsAt ? { endsAt } : {}) };
};

/** Grants a request: by which role, until when, and what comes with it. */
export const AnswerDialog = ({ request, onClose }: AnswerDialogProps) => {
  const { id, memberName, permission, place } = request;
  const isEverywhere = place.kind === 'organization';
  const { ways, error: waysError } = useAnswerWays(request);
  const [chosen, setChosen] = useState<string>();
  const [day, setDay] = useState(weekFromNow);
  const way = ways?.find(({ roleId }) => (roleId ?? '') === chosen) ?? ways?.[0];
  const terms = isEverywhere ? {} : termsOf(way?.roleId ?? null, day);
  const preview = useAnswerPreview(request, terms, isEverywhere || way !== undefined);
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
      error={(isEverywhere ? undefined : waysError) ?? preview.error ?? grant.error}
      onConfirm={() => grant.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        {memberName} wants to {actWords(permission)} on {place.path}.{' '}
        {isEverywhere
          ? 'They get this one permission for the whole organization.'
          : 'The grant opens it with everything below it.'}
      </p>
      {!isEverywhere && ways && ways.length > 0 && (
        <Terms ways={ways} roleId={way?.roleId ?? null} onRole={setChosen} day={day} onDay={setDay} />
      )}
      {!isEverywhere && ways?.length === 0 && (
        <Notice tone="warning">
          No role that you may give holds {permission}. Make a custom role with it, or decline.
        </Notice>
      )}
    </PreviewDialog>
  );
};
