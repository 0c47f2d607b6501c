import type { UseFormReturn } from 'react-hook-form';
import { TextField } from '../../../ui/form/text-field.tsx';
import type { ComposeForm } from './compose-form.ts';
import { ComposePlace, ComposeRepositoryFields } from './compose-source.tsx';
import { ComposeText } from './compose-text.tsx';

/** The file of a new compose project, or its repository; the rest is added in its configuration. */
export function ComposeBasics({ form }: { readonly form: UseFormReturn<ComposeForm> }) {
  const { watch, setValue, register, formState } = form;
  return (
    <>
      <ComposePlace form={form} />
      {watch('sourceType') === 'git' ? (
        <>
          <ComposeRepositoryFields form={form} />
          <TextField
            label="Path of the compose file"
            isMono
            error={formState.errors.composeFiles?.message}
            {...register('composeFiles')}
          />
        </>
      ) : (
        <ComposeText value={watch('files.0.text')} onChange={(text) => setValue('files.0.text', text)} />
      )}
    </>
  );
}
