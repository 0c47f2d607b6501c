import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { CommandPreview } from './command-preview.tsx';
import type { SpecForm } from './spec-form.ts';

interface HealthFieldsProps {
  readonly register: UseFormRegister<SpecForm>;
  readonly errors: FieldErrors<SpecForm>;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly command: string;
}

/** When a container counts as healthy. */
export const HealthFields = ({ register, errors, isOn, onChange, command }: HealthFieldsProps) => (
  <>
    <Checkbox
      label="Check the health of each container"
      hint="A new version takes over only when its check passes. Without one, running counts as healthy."
      isChecked={isOn}
      onChange={onChange}
    />
    {isOn && (
      <>
        <div>
          <TextField
            label="Command run in the container; exit code 0 is healthy"
            isMono
            placeholder="wget -q -O /dev/null http://127.0.0.1:8080/health"
            error={errors.healthCommand?.message}
            {...register('healthCommand')}
          />
          <CommandPreview text={command} />
        </div>
        <div className="grid grid-cols-4 gap-3">
          <TextField
            label="Every (s)"
            inputMode="numeric"
            error={errors.intervalSeconds?.message}
            {...register('intervalSeconds')}
          />
          <TextField
            label="Time allowed (s)"
            inputMode="numeric"
            error={errors.timeoutSeconds?.message}
            {...register('timeoutSeconds')}
          />
          <TextField
            label="Failures in a row"
            inputMode="numeric"
            error={errors.retries?.message}
            {...register('retries')}
          />
          <TextField
            label="Grace at start (s)"
            inputMode="numeric"
            error={errors.startPeriodSeconds?.message}
            {...register('startPeriodSeconds')}
          />
        </div>
      </>
    )}
  </>
);
