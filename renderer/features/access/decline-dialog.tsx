import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessRequest } from '#shared/contract/access.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextArea } from '../../ui/form/text-field.tsx';

interface DeclineDialogProps {
  readonly request: AccessRequest;
  readonly onClose: () => void;
}

/** Declines a request with a sentence. */
export const DeclineDialog = ({ request, onClose }: DeclineDialogProps) => {
  const [answer, setAnswer] = useState('');
  const decline = useMutation({
    mutationFn: () =>
      rpc.access.answer({ accessRequestId: request.id, decision: 'declined', answer: answer.trim() }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={`Decline the request of ${request.memberName}`}
      submitLabel="Decline"
      isBusy={decline.isPending}
      error={decline.error}
      isSubmitDisabled={answer.trim() === ''}
      onSubmit={() => decline.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">{request.memberName} reads what you write here.</p>
      <TextArea
        label="Why not, and what to do instead"
        autoFocus
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
    </FormDialog>
  );
};
