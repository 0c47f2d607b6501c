import { Plus, X } from 'lucide-react';
import { type UseFormReturn, useFieldArray } from 'react-hook-form';
import { HelpLink } from '../../../lib/help-link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { SpecForm } from './spec-form.ts';

interface DockerfileFieldsProps {
  readonly form: UseFormReturn<SpecForm>;
}

/** The Dockerfile and its stage. */
export const DockerfileFields = ({ form: { register, formState } }: DockerfileFieldsProps) => (
  <>
    <TextField
      label="Dockerfile"
      isMono
      error={formState.errors.dockerfile?.message}
      {...register('dockerfile')}
    />
    <TextField
      label="Build stage"
      isMono
      hint="The last one where empty."
      error={formState.errors.target?.message}
      {...register('target')}
    />
  </>
);

/** What a Dockerfile gets: arguments, which stay in the image, and secrets, which do not. */
export const BuildValueFields = ({ form }: DockerfileFieldsProps) => {
  const { control, register, formState } = form;
  const { fields, append, remove } = useFieldArray({ control, name: 'buildArguments' });
  return (
    <div className="flex flex-col gap-2">
      {fields.map((field, index) => (
        <ArgumentRow key={field.id} form={form} index={index} onRemove={() => remove(index)} />
      ))}
      <div className="flex items-center gap-3">
        <Button size="sm" icon={Plus} onClick={() => append({ name: '', isVariable: false, value: '' })}>
          Add a build argument
        </Button>
        <HelpLink chapter="build">What a build gets</HelpLink>
      </div>
      <TextField
        label="Build secrets"
        isMono
        placeholder="NPM_TOKEN"
        hint="Names of variables that are there during the build alone: RUN --mount=type=secret,id=NPM_TOKEN …"
        error={formState.errors.buildSecrets?.message}
        {...register('buildSecrets')}
      />
    </div>
  );
};

interface ArgumentRowProps extends DockerfileFieldsProps {
  readonly index: number;
  readonly onRemove: () => void;
}

const ArgumentRow = ({ form, index, onRemove }: ArgumentRowProps) => {
  const { register, formState, watch, setValue } = form;
  const errors = formState.errors.buildArguments?.[index];
  const isVariable = watch(`buildArguments.${index}.isVariable`);
  return (
    <fieldset className="grid grid-cols-[1fr_1fr_auto_auto] items-start gap-3">
      <legend className="sr-only">Build argument {index + 1}</legend>
      <TextField
        label="Build argument"
        aria-label={`Name of build argument ${index + 1}`}
        isMono
        placeholder="VERSION"
        error={errors?.name?.message}
        {...register(`buildArguments.${index}.name`)}
      />
      <TextField
        label="Value"
        aria-label={`Value of build argument ${index + 1}`}
        isMono
        disabled={isVariable}
        placeholder={isVariable ? 'of the variable' : ''}
        error={errors?.value?.message}
        {...register(`buildArguments.${index}.value`)}
      />
      <div className="mt-7">
        <Checkbox
          label="The variable’s"
          isChecked={isVariable}
          onChange={(isOn) => setValue(`buildArguments.${index}.isVariable`, isOn, { shouldDirty: true })}
        />
      </div>
      <IconButton label={`Remove build argument ${index + 1}`} icon={X} className="mt-6" onClick={onRemove} />
    </fieldset>
  );
};
