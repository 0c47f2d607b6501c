import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import {
  type Registry,
  RegistryAddress,
  RegistryPassword,
  RegistryUsername,
} from '#shared/contract/registry.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

const values = {
  name: Name,
  address: RegistryAddress,
  username: RegistryUsername,
  password: RegistryPassword,
};
const NewValues = z.object(values);
/** Of one that is there: an empty password keeps the one that it has. */
const ChangedValues = z.object({ ...values, password: z.union([z.literal(''), RegistryPassword]) });
type Typed = z.input<typeof NewValues>;
type Values = z.output<typeof NewValues>;

interface RegistryDialogProps {
  readonly organizationId: string;
  readonly registry?: Registry | undefined;
  /** Of a new one, as far as it is known. */
  readonly address?: string | undefined;
  readonly onClose: () => void;
}

/** Adds or changes a registry. */
export function RegistryDialog({ organizationId, registry, address = '', onClose }: RegistryDialogProps) {
  const form = useForm<Typed, unknown, Values>({
    resolver: zodResolver(registry ? ChangedValues : NewValues),
    defaultValues: {
      name: registry?.name ?? '',
      address: registry?.address ?? address,
      username: registry?.username ?? '',
      password: '',
    },
  });
  const { register, handleSubmit, formState, setError } = form;
  const draft = useFormDraft(`registry:${registry?.id ?? organizationId}`, form, { secrets: ['password'] });
  const save = useMutation({
    mutationFn: ({ password, ...rest }: Values) =>
      registry
        ? rpc.registry.update({
            registryId: registry.id,
            version: registry.version,
            ...rest,
            ...(password === '' ? {} : { password }),
          })
        : rpc.registry.create({ organizationId, ...rest, password }),
    onSuccess: () => {
      draft.drop();
      onClose();
    },
    onError: (error) => applyIssues(error, ['name', 'address', 'username', 'password'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title={registry ? `Change ${registry.name}` : 'Add a registry'}
      description="Every deployment whose image comes from this address is pulled by this account."
      submitLabel={registry ? 'Save' : 'Add registry'}
      isBusy={save.isPending}
      error={Object.keys(errors).length > 0 ? undefined : save.error}
      onSubmit={handleSubmit((typed) => save.mutate(typed))}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <TextField
        label="Name"
        autoFocus
        placeholder="GHCR"
        error={errors.name?.message}
        {...register('name')}
      />
      <TextField
        label="Address"
        isMono
        placeholder="ghcr.io"
        hint={
          registry
            ? 'Another address needs the password anew.'
            : 'As it stands before the image’s name; docker.io for Docker Hub.'
        }
        error={errors.address?.message}
        {...register('address')}
      />
      <TextField
        label="User name"
        isMono
        autoComplete="off"
        error={errors.username?.message}
        {...register('username')}
      />
      <TextField
        label="Password or token"
        type="password"
        autoComplete="off"
        hint={
          registry
            ? 'Empty keeps the one that is there.'
            : 'Take a token that may pull and nothing more. It is kept sealed and never shown again.'
        }
        error={errors.password?.message}
        {...register('password')}
      />
    </FormDialog>
  );
}
