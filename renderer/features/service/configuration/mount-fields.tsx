import { Plus, X } from 'lucide-react';
import { type FieldErrors, type UseFormReturn, useFieldArray } from 'react-hook-form';
import type { Mount } from '#shared/contract/mount.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextArea, TextField } from '../../../ui/form/text-field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { emptyMount, type MountForm } from './mount-form.ts';
import type { SpecForm } from './spec-form.ts';

interface MountFieldsProps {
  readonly form: UseFormReturn<SpecForm>;
}

interface MountProps extends MountFieldsProps {
  readonly index: number;
}

const types: readonly { value: Mount['type']; label: string }[] = [
  { value: 'volume', label: 'Volume' },
  { value: 'file', label: 'File' },
  { value: 'tmpfs', label: 'Memory' },
  { value: 'bind', label: 'Folder of the server' },
];

/** What is at a path of the containers that is not of their image. */
export function MountFields({ form }: MountFieldsProps) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'mounts' });
  return (
    <div className="flex flex-col gap-3">
      {fields.map((field, index) => (
        <fieldset key={field.id} className="flex flex-col gap-2 border-line border-b pb-3">
          <legend className="sr-only">Mount {index + 1}</legend>
          <div className="grid grid-cols-[11rem_1fr_1fr_auto] items-start gap-3">
            <TypeField form={form} index={index} />
            <SourceField form={form} index={index} />
            <TargetField form={form} index={index} />
            <IconButton
              label={`Remove mount ${index + 1}`}
              icon={X}
              className="mt-6"
              onClick={() => remove(index)}
            />
          </div>
          <Rest form={form} index={index} />
        </fieldset>
      ))}
      <div>
        <Button size="sm" icon={Plus} onClick={() => append(emptyMount)}>
          Add a mount
        </Button>
      </div>
    </div>
  );
}

function TypeField({ form: { register }, index }: MountProps) {
  return (
    <SelectField
      label="What"
      aria-label={`What mount ${index + 1} is`}
      options={types}
      {...register(`mounts.${index}.type`)}
    />
  );
}

/** What is mounted: its name, its folder, its size, or the mode of a file. */
function SourceField({ form, index }: MountProps) {
  const { register, watch } = form;
  const type = watch(`mounts.${index}.type`);
  const { label, field, placeholder } = sources[type];
  return (
    <TextField
      key={type}
      label={label}
      aria-label={`${label} of mount ${index + 1}`}
      isMono
      placeholder={placeholder}
      error={errorsOf(form, index)?.[field]?.message}
      {...register(`mounts.${index}.${field}`)}
    />
  );
}

const sources: Readonly<
  Record<Mount['type'], { label: string; field: 'name' | 'source' | 'sizeMiB' | 'mode'; placeholder: string }>
> = {
  volume: { label: 'Name', field: 'name', placeholder: 'data' },
  bind: { label: 'Path on the server', field: 'source', placeholder: '/srv/media' },
  tmpfs: { label: 'At most (MiB)', field: 'sizeMiB', placeholder: '64' },
  file: { label: 'Mode', field: 'mode', placeholder: '444' },
};

function TargetField({ form, index }: MountProps) {
  return (
    <TextField
      label="Path in the container"
      aria-label={`Path in the container of mount ${index + 1}`}
      isMono
      placeholder="/var/lib/data"
      error={errorsOf(form, index)?.target?.message}
      {...form.register(`mounts.${index}.target`)}
    />
  );
}

function Rest({ form, index }: MountProps) {
  const { watch, setValue, register } = form;
  const type = watch(`mounts.${index}.type`);
  if (type === 'tmpfs') return null;
  if (type === 'file')
    return (
      <TextArea
        label="Content"
        aria-label={`Content of mount ${index + 1}`}
        isMono
        rows={6}
        hint="Written at each deployment. ${{NAME}} is the value of a variable: a secret belongs into one, since this text is read by whoever may read the service."
        error={errorsOf(form, index)?.content?.message}
        {...register(`mounts.${index}.content`)}
      />
    );
  return (
    <>
      <Checkbox
        label="Read only"
        isChecked={watch(`mounts.${index}.readOnly`)}
        onChange={(isOn) => setValue(`mounts.${index}.readOnly`, isOn, { shouldDirty: true })}
      />
      {type === 'bind' && (
        <Notice tone="warning" title="Root on the server">
          A container that holds a folder of its server can come to own the server. To save it, and to change
          what runs with it, takes docker.manage there. A volume needs no such trust.
        </Notice>
      )}
    </>
  );
}

type MountErrors = FieldErrors<MountForm> | undefined;

function errorsOf({ formState: { errors } }: UseFormReturn<SpecForm>, index: number): MountErrors {
  return errors.mounts?.[index];
}
