import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { TextField } from '../../ui/form/text-field.tsx';
import type { KeyForm } from './key-form.ts';

interface LimitFieldsProps {
  readonly register: UseFormRegister<KeyForm>;
  readonly errors: FieldErrors<KeyForm>;
}

/** How often a key may be used; what is left empty limits nothing. */
export const LimitFields = ({ register, errors }: LimitFieldsProps) => (
  <>
    <div className="grid grid-cols-3 gap-3">
      <TextField
        label="Requests in a window"
        inputMode="numeric"
        placeholder="no limit"
        error={errors.rateLimit?.count?.message}
        {...register('rateLimit.count')}
      />
      <TextField
        label="Window (seconds)"
        inputMode="numeric"
        error={errors.rateLimit?.windowSeconds?.message}
        {...register('rateLimit.windowSeconds')}
      />
    </div>
    <div className="grid grid-cols-3 gap-3">
      <TextField
        label="Requests altogether"
        inputMode="numeric"
        placeholder="no cap"
        error={errors.requestCap?.cap?.message ?? errors.requestCap?.root?.message}
        {...register('requestCap.cap')}
      />
      <TextField
        label="Refill by"
        inputMode="numeric"
        placeholder="never"
        error={errors.requestCap?.refillAmount?.message}
        {...register('requestCap.refillAmount')}
      />
      <TextField
        label="Refill every (seconds)"
        inputMode="numeric"
        placeholder="never"
        error={errors.requestCap?.refillEverySeconds?.message}
        {...register('requestCap.refillEverySeconds')}
      />
    </div>
  </>
);
