import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SealedExport } from '#shared/contract/bundle.ts';
import { downloadBytes } from '../../lib/download.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { fromBase64 } from '../../ui/terminal-view/bytes.ts';

interface MemberBundleDialogProps {
  readonly organizationId: string;
  readonly onMade: (made: SealedExport) => void;
  readonly onClose: () => void;
}

/** Asks for whom a bundle is, by which key, and how long it may be imported. */
export const MemberBundleDialog = ({ organizationId, onMade, onClose }: MemberBundleDialogProps) => {
  const { data: members = [], error } = useQuery(
    orpc.member.list.queryOptions({ input: { organizationId } }),
  );
  const [memberId, setMemberId] = useState('');
  const [recipient, setRecipient] = useState('');
  const [validDays, setValidDays] = useState('30');
  const seal = useMutation({
    mutationFn: () =>
      rpc.bundle.exportSealed({ organizationId, memberId, recipient, validDays: Number(validDays) }),
    onSuccess: (made) => {
      downloadBytes(made.fileName, new Uint8Array(fromBase64(made.bytes)), 'application/octet-stream');
      onMade(made);
    },
  });
  return (
    <FormDialog
      title="Export for a member"
      submitLabel="Export"
      isBusy={seal.isPending}
      error={seal.error}
      isSubmitDisabled={memberId === '' || recipient === ''}
      onSubmit={() => seal.mutate()}
      onClose={onClose}
    >
      <InlineError error={error} />
      <SelectField
        label="Member"
        value={memberId}
        onChange={({ target }) => setMemberId(target.value)}
        options={[
          { value: '', label: 'Choose a member' },
          ...members.map(({ id, name, role, suspendedAt }) => ({
            value: id,
            label: `${name} (${suspendedAt === undefined ? role.name : 'suspended'})`,
            disabled: suspendedAt !== undefined,
          })),
        ]}
      />
      <TextField
        label="Their age recipient"
        hint="age1…, from “My keys” in their own profile."
        isMono
        value={recipient}
        onChange={({ target }) => setRecipient(target.value)}
      />
      <TextField
        label="Valid for how many days"
        type="number"
        min={1}
        max={366}
        value={validDays}
        onChange={({ target }) => setValidDays(target.value)}
      />
    </FormDialog>
  );
};
