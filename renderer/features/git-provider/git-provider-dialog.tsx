import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import {
  type GitProvider,
  GitProviderToken,
  GitProviderUrl,
  GitProviderUsername,
  GitProviderWorkspace,
} from '#shared/contract/git-provider.ts';
import { gitProviderTypes, gitProviderWords } from '#shared/model/git-provider.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

const values = {
  name: Name,
  type: z.enum(gitProviderTypes),
  baseUrl: z.union([z.literal(''), GitProviderUrl]),
  username: GitProviderUsername,
  workspace: GitProviderWorkspace,
  accessToken: GitProviderToken,
};
const NewValues = z.object(values);
/** Of one that is there: an empty token keeps the one that it has. */
const ChangedValues = z.object({ ...values, accessToken: z.union([z.literal(''), GitProviderToken]) });
type Typed = z.input<typeof NewValues>;
type Values = z.output<typeof NewValues>;

interface GitProviderDialogProps {
  readonly organizationId: string;
  readonly gitProvider?: GitProvider | undefined;
  readonly onMade?: (gitProvider: GitProvider) => void;
  readonly onClose: () => void;
}

const save = (
  { organizationId, gitProvider }: Pick<GitProviderDialogProps, 'organizationId' | 'gitProvider'>,
  { type, baseUrl, accessToken, ...rest }: Values,
): Promise<GitProvider> =>
  gitProvider
    ? rpc.gitProvider.update({
        gitProviderId: gitProvider.id,
        version: gitProvider.version,
        ...rest,
        ...(baseUrl === '' ? {} : { baseUrl }),
        ...(accessToken === '' ? {} : { accessToken }),
      })
    : rpc.gitProvider.create({
        organizationId,
        type,
        accessToken,
        ...rest,
        ...(baseUrl === '' ? {} : { baseUrl }),
      });

const fields = ['name', 'type', 'baseUrl', 'username', 'workspace', 'accessToken'] as const;

/** Adds or changes a git provider. */
export function GitProviderDialog({ organizationId, gitProvider, onMade, onClose }: GitProviderDialogProps) {
  const form = useForm<Typed, unknown, Values>({
    resolver: zodResolver(gitProvider ? ChangedValues : NewValues),
    defaultValues: {
      name: gitProvider?.name ?? '',
      type: gitProvider?.type ?? 'github',
      baseUrl: gitProvider?.baseUrl ?? '',
      username: gitProvider?.username ?? '',
      workspace: gitProvider?.workspace ?? '',
      accessToken: '',
    },
  });
  const { register, handleSubmit, formState, setError, watch } = form;
  const draft = useFormDraft(`git-provider:${gitProvider?.id ?? organizationId}`, form, {
    secrets: ['accessToken'],
  });
  const saving = useMutation({
    mutationFn: (typed: Values) => save({ organizationId, gitProvider }, typed),
    onSuccess: (saved) => {
      draft.drop();
      onClose();
      onMade?.(saved);
    },
    onError: (error) => applyIssues(error, fields, setError),
  });
  const { errors } = formState;
  const type = watch('type');
  const words = gitProviderWords[type];
  return (
    <FormDialog
      title={gitProvider ? `Change ${gitProvider.name}` : 'Add a git provider'}
      description="Its token lists repositories and branches, and fetches sources over https. It is kept sealed and never shown again."
      submitLabel={gitProvider ? 'Save' : 'Add git provider'}
      isBusy={saving.isPending}
      error={Object.keys(errors).length > 0 ? undefined : saving.error}
      onSubmit={handleSubmit((typed) => saving.mutate(typed))}
      onClose={onClose}
    >
      <DraftNotice {...draft.notice} />
      <TextField
        label="Name"
        autoFocus
        placeholder="GitHub"
        error={errors.name?.message}
        {...register('name')}
      />
      <div className="grid grid-cols-[10rem_1fr] gap-3">
        <SelectField
          label="Type"
          disabled={gitProvider !== undefined}
          options={gitProviderTypes.map((value) => ({ value, label: gitProviderWords[value].label }))}
          {...register('type', { disabled: false })}
        />
        <TextField
          label="Address"
          isMono
          placeholder={words.home ?? 'https://git.example.com'}
          hint={
            gitProvider
              ? 'Another address needs the token anew.'
              : words.home && `Empty for ${words.home.replace('https://', '')}.`
          }
          error={errors.baseUrl?.message}
          {...register('baseUrl')}
        />
      </div>
      {type === 'bitbucket' && (
        <div className="grid grid-cols-2 gap-3">
          <TextField label="Workspace" isMono error={errors.workspace?.message} {...register('workspace')} />
          <TextField
            label="E-mail of the account"
            isMono
            autoComplete="off"
            hint="Empty for an access token of the workspace."
            error={errors.username?.message}
            {...register('username')}
          />
        </div>
      )}
      <TextField
        label="Token"
        type="password"
        autoComplete="off"
        hint={gitProvider ? 'Empty keeps the one that is there.' : words.token}
        error={errors.accessToken?.message}
        {...register('accessToken')}
      />
    </FormDialog>
  );
}
