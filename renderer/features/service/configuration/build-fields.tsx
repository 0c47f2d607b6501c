import { FileCode, Files } from 'lucide-react';
import type { UseFormReturn } from 'react-hook-form';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { BuildServerField } from './build-server-field.tsx';
import { BuildValueFields, DockerfileFields } from './dockerfile-fields.tsx';
import type { SpecForm } from './spec-form.ts';

interface BuildFieldsProps {
  readonly form: UseFormReturn<SpecForm>;
}

const builders = [
  {
    value: 'dockerfile',
    label: 'Dockerfile',
    hint: 'The image is built as its Dockerfile says',
    icon: FileCode,
  },
  {
    value: 'static',
    label: 'Static site',
    hint: 'The files are served as they are, on port 80',
    icon: Files,
  },
] as const;

/** Where in a source to build, how, and on which server. */
export const BuildFields = ({
  form,
  organizationId,
}: BuildFieldsProps & { readonly organizationId: string }) => {
  const { register, formState, watch, setValue } = form;
  const builder = watch('builder');
  return (
    <>
      <RadioCards
        label="Built by"
        value={builder}
        onChange={(chosen) => setValue('builder', chosen, { shouldDirty: true })}
        options={builders}
      />
      <div className="grid grid-cols-3 gap-3">
        <TextField
          label="Sub-directory"
          isMono
          placeholder={builder === 'static' ? 'public' : 'apps/web'}
          hint="The root where empty."
          error={formState.errors.directory?.message}
          {...register('directory')}
        />
        {builder === 'dockerfile' ? <DockerfileFields form={form} /> : <SiteFields form={form} />}
      </div>
      {builder === 'dockerfile' && <BuildValueFields form={form} />}
      {builder === 'static' && (
        <Checkbox
          label="Single page application: a path without a file answers index.html"
          isChecked={watch('singlePage')}
          onChange={(isOn) => setValue('singlePage', isOn, { shouldDirty: true })}
        />
      )}
      {watch('sourceType') === 'git' && (
        <Checkbox
          label="With submodules"
          isChecked={watch('submodules')}
          onChange={(isOn) => setValue('submodules', isOn, { shouldDirty: true })}
        />
      )}
      <BuildServerField form={form} organizationId={organizationId} />
      <TextField
        label="Pushed to"
        isMono
        placeholder="No registry"
        hint="The name of a repository, such as ghcr.io/acme/web: servers take the image from there, by its digest."
        error={form.formState.errors.pushTo?.message}
        {...form.register('pushTo')}
      />
    </>
  );
};

const SiteFields = ({ form: { register, formState, watch } }: BuildFieldsProps) => (
  <>
    <TextField
      label="Page for what is not found"
      isMono
      hint={watch('singlePage') ? 'For hidden files alone.' : 'The bare status where it is not there.'}
      error={formState.errors.notFoundPage?.message}
      {...register('notFoundPage')}
    />
    <TextField
      label="Browsers keep files (s)"
      inputMode="numeric"
      placeholder="They ask each time"
      hint="Never the pages themselves."
      error={formState.errors.cacheSeconds?.message}
      {...register('cacheSeconds')}
    />
    <TextField
      label="Image of Caddy"
      isMono
      hint="Caddy 2 with a shell; the site is put into it."
      error={formState.errors.siteImage?.message}
      {...register('siteImage')}
    />
  </>
);
