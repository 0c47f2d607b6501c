import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Service } from '#shared/contract/service.ts';
import { passwordProblem } from '#shared/model/databases/password.ts';
import { fieldIssues } from '../../../lib/errors.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { useCommandLine } from '../../../lib/use-command-line.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface DatabasePasswordProps {
  readonly service: Service;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** A new password for a running database: one that is made, or one of the person's own. */
export function DatabasePasswordDialog({ service, onChanged, onClose }: DatabasePasswordProps) {
  const { id: serviceId, name } = service;
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const reveal = usePermission('secret.reveal');
  const command = useCommandLine();
  const done = () => {
    onChanged();
    onClose();
  };
  const change = useMutation(orpc.database.changePassword.mutationOptions({ onSuccess: done }));
  const refused = fieldIssues(change.error).find(({ path }) => path === 'password')?.message;
  const submit = () => {
    const found = typed === '' ? undefined : passwordProblem(typed);
    setProblem(found);
    if (found === undefined) change.mutate({ serviceId, ...(typed === '' ? {} : { password: typed }) });
  };
  return (
    <FormDialog
      title={`Change the password of ${name}`}
      description="It is changed in the running engine, and then here. What is connected stays so."
      submitLabel="Change the password"
      isBusy={change.isPending}
      error={refused === undefined ? change.error : undefined}
      command={command('database.changePassword', { serviceId })}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        placeholder="made for it"
        hint="One of 32 letters and digits is made where this is empty."
        readOnly={reveal.reason !== undefined}
        error={problem ?? refused}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Notice tone="warning" title="Who connects with the old one gets in no more">
        Give the new one to the services and people that use it; those that hold it in a variable have to be
        deployed again.
      </Notice>
    </FormDialog>
  );
}
