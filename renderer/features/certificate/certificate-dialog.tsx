import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { type Certificate, CertificateChain, CertificateKey } from '#shared/contract/certificate.ts';
import { Name } from '#shared/contract/fields.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';

interface CertificateDialogProps {
  readonly organizationId: string;
  /** The one whose place the new one takes. */
  readonly certificate?: Certificate | undefined;
  readonly onClose: () => void;
}

interface Typed {
  name: string;
  chain: string;
  privateKey: string;
}

type Schema = typeof Name | typeof CertificateChain | typeof CertificateKey;
const problemOf =
  (schema: Schema) =>
  (text: string): string | undefined =>
    schema.safeParse(text).error?.issues[0]?.message;

/** Adds a certificate, or puts a newer one in the place of one. */
export function CertificateDialog({ organizationId, certificate, onClose }: CertificateDialogProps) {
  const form = useForm<Typed>({ defaultValues: { name: '', chain: '', privateKey: '' } });
  const { register, handleSubmit, formState, setError } = form;
  const save = useMutation({
    mutationFn: ({ name, chain, privateKey }: Typed) =>
      certificate
        ? rpc.certificate.replace({
            certificateId: certificate.id,
            version: certificate.version,
            chain,
            ...(privateKey.trim() === '' ? {} : { privateKey }),
          })
        : rpc.certificate.create({ organizationId, name, chain, privateKey }),
    onSuccess: onClose,
    onError: (error) => applyIssues(error, ['name', 'chain', 'privateKey'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={certificate ? `Replace ${certificate.name}` : 'Add a certificate'}
      description={
        certificate
          ? 'Visitors of every domain that shows it are shown the new one, without a new deployment.'
          : 'Domains of this organization whose host is among its names can show it to their visitors.'
      }
      submitLabel={certificate ? 'Replace' : 'Add certificate'}
      width="md"
      isBusy={save.isPending}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((typed) => save.mutate(typed))}
      onClose={onClose}
    >
      {!certificate && (
        <TextField
          label="Name"
          autoFocus
          placeholder="Shop"
          error={errors.name?.message}
          {...register('name', { validate: problemOf(Name) })}
        />
      )}
      <TextArea
        label="Certificate and chain"
        isMono
        rows={7}
        autoFocus={certificate !== undefined}
        placeholder="-----BEGIN CERTIFICATE-----"
        hint="As PEM, with those between it and its authority; often called fullchain.pem. The order does not matter."
        error={errors.chain?.message}
        {...register('chain', { validate: problemOf(CertificateChain) })}
      />
      <TextArea
        label="Private key"
        isMono
        rows={5}
        autoComplete="off"
        placeholder="-----BEGIN PRIVATE KEY-----"
        hint={
          certificate
            ? 'Empty keeps the one that is there, where the new certificate is for the same key.'
            : 'As PEM, without a pass phrase. It is kept sealed and never shown again.'
        }
        error={errors.privateKey?.message}
        {...register('privateKey', certificate ? {} : { validate: problemOf(CertificateKey) })}
      />
    </FormDialog>
  );
}
