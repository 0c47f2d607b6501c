import { FileSearch, GitBranch, PenLine } from 'lucide-react';
import type { UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { AutoDeployPanel } from '../configuration/auto-deploy/auto-deploy-panel.tsx';
import { DeployKey } from '../configuration/deploy-key.tsx';
import { GitProviderPanel } from '../configuration/git-provider-panel.tsx';
import { RepositoryFields } from '../configuration/repository-fields.tsx';
import type { ComposeForm } from './compose-form.ts';

interface ComposePlaceProps {
  readonly form: UseFormReturn<ComposeForm>;
}

const places = [
  { value: 'text', label: 'Written here', hint: 'Kept by Quayside as you write them', icon: PenLine },
  {
    value: 'git',
    label: 'Git repository',
    hint: 'Read at each deployment, from its commit',
    icon: GitBranch,
  },
] as const;

/** Whether the files of a project are written here or stand in a repository. */
export function ComposePlace({ form: { watch, setValue } }: ComposePlaceProps) {
  return (
    <RadioCards
      label="Where the files are"
      value={watch('sourceType')}
      onChange={(type) => setValue('sourceType', type, { shouldDirty: true })}
      options={places}
    />
  );
}

/** The repository, with the fields that it cannot do without. */
export function ComposeRepositoryFields({ form: { register, formState, watch } }: ComposePlaceProps) {
  const { errors } = formState;
  return (
    <RepositoryFields
      fields={{ url: register('url'), refType: register('refType'), ref: register('ref') }}
      errors={{ url: errors.url?.message, ref: errors.ref?.message }}
      refType={watch('refType')}
    />
  );
}

interface ComposeSourceProps extends ComposePlaceProps {
  readonly service: Service;
  readonly reading: { readonly isBusy: boolean; readonly isOff: boolean; readonly read: () => void };
}

const isSsh = (url: string): boolean => /^(?:ssh:\/\/|[^/:\s]+@)/.test(url.trim());

/** The repository of a project, and how it is fetched. */
export function ComposeSource({ form, service, reading }: ComposeSourceProps) {
  const { register, formState, watch, setValue } = form;
  const url = watch('url');
  return (
    <>
      <ComposeRepositoryFields form={form} />
      <GitProviderPanel
        service={service}
        url={url}
        onPicked={({ url: picked, branch }) => {
          setValue('url', picked, { shouldDirty: true });
          setValue('refType', 'branch', { shouldDirty: true });
          setValue('ref', branch, { shouldDirty: true });
        }}
      />
      <TextField
        label="Path of its .env"
        isMono
        placeholder=".env"
        hint="Beside the first compose file where empty."
        error={formState.errors.envFile?.message}
        {...register('envFile')}
      />
      {watch('refType') === 'branch' && service.spec && <AutoDeployPanel serviceId={service.id} />}
      {(isSsh(url) || service.deployKey) && <DeployKey service={service} url={url} />}
      <div>
        <Button icon={FileSearch} isBusy={reading.isBusy} disabled={reading.isOff} onClick={reading.read}>
          Read it now
        </Button>
      </div>
    </>
  );
}
