import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Certificate } from '#shared/contract/certificate.ts';
import { Name } from '#shared/contract/fields.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

interface RenameCertificateProps {
  readonly certificate: Certificate;
  readonly onClose: () => void;
}

const problemOf = (name: string): string | undefined => Name.safeParse(name).error?.issues[0]?.message;

/** Gives a certificate another name. */
export function RenameCertificate({ certificate, onClose }: RenameCertificateProps) {
  const { id: certificateId, name, version } = certificate;
  const { register, handleSubmit, formState, setError } = useForm({ defaultValues: { name } });
  const save = useMutation({
    mutationFn: (typed: { name: string }) =>
      rpc.certificate.update({ certificateId, version, name: typed.name }),
    onSuccess: onClose,
    onError: (error) => applyIssues(error, ['name'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={`Rename ${name}`}
      submitLabel="Save"
      isBusy={save.isPending}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((typed) => save.mutate(typed))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoFocus
        error={errors.name?.message}
        {...register('name', { validate: problemOf })}
      />
    </FormDialog>
  );
}
