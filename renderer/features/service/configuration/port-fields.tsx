import { Plus, X } from 'lucide-react';
import { type Control, type FieldErrors, type UseFormRegister, useFieldArray } from 'react-hook-form';
import { HelpLink } from '../../../lib/help-link.tsx';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { SpecForm } from './spec-form.ts';

interface PortFieldsProps {
  readonly control: Control<SpecForm>;
  readonly register: UseFormRegister<SpecForm>;
  readonly errors: FieldErrors<SpecForm>;
}

/** Ports that the containers listen on, and those held on the server. */
export const PortFields = ({ control, register, errors }: PortFieldsProps) => {
  const { fields, append, remove } = useFieldArray({ control, name: 'ports' });
  return (
    <div className="flex flex-col gap-2">
      {fields.map((field, index) => (
        <fieldset key={field.id} className="grid grid-cols-[1fr_1fr_6rem_auto] items-start gap-3">
          <legend className="sr-only">Port {index + 1}</legend>
          <TextField
            label="Container port"
            aria-label={`Container port ${index + 1}`}
            isMono
            inputMode="numeric"
            placeholder="8080"
            error={errors.ports?.[index]?.containerPort?.message}
            {...register(`ports.${index}.containerPort`)}
          />
          <TextField
            label="Port on the server"
            aria-label={`Port on the server ${index + 1}`}
            isMono
            inputMode="numeric"
            placeholder="none"
            error={errors.ports?.[index]?.hostPort?.message}
            {...register(`ports.${index}.hostPort`)}
          />
          <SelectField
            label="Protocol"
            aria-label={`Protocol ${index + 1}`}
            options={[
              { value: 'tcp', label: 'TCP' },
              { value: 'udp', label: 'UDP' },
            ]}
            {...register(`ports.${index}.protocol`)}
          />
          <IconButton
            label={`Remove port ${index + 1}`}
            icon={X}
            className="mt-6"
            onClick={() => remove(index)}
          />
        </fieldset>
      ))}
      <div className="flex items-center gap-3">
        <Button
          size="sm"
          icon={Plus}
          onClick={() => append({ containerPort: '', hostPort: '', protocol: 'tcp' })}
        >
          Add a port
        </Button>
        <HelpLink chapter="reach">How to reach a service</HelpLink>
      </div>
    </div>
  );
};
