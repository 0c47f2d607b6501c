import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Permission } from '#shared/model/permissions.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextArea } from '../../ui/form/text-field.tsx';
import { rpc } from '../host/rpc.ts';
import { actWords } from './permission-words.ts';

interface AskDialogProps {
  readonly permission: Permission;
  readonly nodeId: string;
  /** Where it is asked for, such as `shop/production`. */
  readonly place: string;
  readonly onAsked: () => void;
  readonly onClose: () => void;
}

/** Asks those who may give it for a permission, with a reason. */
export const AskDialog = ({ permission, nodeId, place, onAsked, onClose }: AskDialogProps) => {
  const [reason, setReason] = useState('');
  const ask = useMutation({
    mutationFn: () => rpc.access.request({ nodeId, permission, reason: reason.trim() }),
    onSuccess: onAsked,
  });
  return (
    <FormDialog
      title="Ask for access"
      description={`To ${actWords(permission)} (${permission}) on ${place}. Whoever may give it sees your request and answers it.`}
      submitLabel="Ask for it"
      isBusy={ask.isPending}
      error={ask.error}
      isSubmitDisabled={reason.trim() === ''}
      onSubmit={() => ask.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="What you need it for"
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="I am on call this week and have to restart the shop."
      />
    </FormDialog>
  );
};
