import { useMutation } from '@tanstack/react-query';
import { ClipboardPaste, KeyRound } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { Name } from '#shared/contract/fields.ts';
import type { SshKey, SshKeyAlgorithm } from '#shared/contract/ssh-key.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { RadioCards } from '../../ui/form/radio-cards.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';

interface NewSshKeyProps {
  readonly organizationId: string;
  readonly onClose: () => void;
  readonly onMade: (sshKey: SshKey) => void;
}

interface Typed {
  name: string;
  way: 'new' | 'own';
  algorithm: SshKeyAlgorithm;
  privateKey: string;
  passphrase: string;
}

const ways = [
  { value: 'new', label: 'Make a new pair', hint: 'Its private half never leaves', icon: KeyRound },
  { value: 'own', label: 'Take over a key', hint: 'Kept sealed', icon: ClipboardPaste },
] as const;

const algorithms = [
  { value: 'ed25519', label: 'Ed25519' },
  { value: 'rsa-4096', label: 'RSA, 4096 bits, for what is old' },
];

const firstProblem = (name: string): string | undefined => Name.safeParse(name).error?.issues[0]?.message;

/** Makes an SSH key, or takes over one that is there. */
export function NewSshKey({ organizationId, onClose, onMade }: NewSshKeyProps) {
  const form = useForm<Typed>({
    defaultValues: { name: '', way: 'new', algorithm: 'ed25519', privateKey: '', passphrase: '' },
  });
  const { register, handleSubmit, formState, setError, setValue, watch } = form;
  const save = useMutation({
    mutationFn: ({ name, way, algorithm, privateKey, passphrase }: Typed) =>
      rpc.sshKey.create({
        organizationId,
        name,
        ...(way === 'new'
          ? { algorithm }
          : { privateKey: `${privateKey.trim()}\n`, ...(passphrase ? { passphrase } : {}) }),
      }),
    onSuccess: onMade,
    onError: (error) => applyIssues(error, ['name', 'privateKey', 'passphrase'], setError),
  });
  const { errors } = formState;
  const way = watch('way');
  return (
    <FormDialog
      title="Add an SSH key"
      description="Servers sign in by it, and services fetch their source by it. Its private half is kept sealed and never shown."
      submitLabel={way === 'new' ? 'Make the pair' : 'Take it over'}
      isBusy={save.isPending}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((typed) => save.mutate(typed))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoFocus
        placeholder="Fleet"
        error={errors.name?.message}
        {...register('name', { validate: firstProblem })}
      />
      <RadioCards label="Key" value={way} onChange={(value) => setValue('way', value)} options={ways} />
      {way === 'new' && <SelectField label="Type" options={algorithms} {...register('algorithm')} />}
      {way === 'own' && (
        <>
          <TextArea
            label="Private key"
            isMono
            rows={6}
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
            error={errors.privateKey?.message}
            {...register('privateKey', { required: 'must not be empty' })}
          />
          <TextField
            label="Passphrase of the key"
            type="password"
            autoComplete="off"
            hint="Leave it empty where the key has none. It is used once, to open the key."
            error={errors.passphrase?.message}
            {...register('passphrase')}
          />
        </>
      )}
    </FormDialog>
  );
}
