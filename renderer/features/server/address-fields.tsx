import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import type { ServerForm } from './address-form.ts';

interface AddressFieldsProps {
  readonly organizationId: string;
  /** The server being edited, which cannot be reached through itself. */
  readonly serverId?: string;
  readonly register: UseFormRegister<ServerForm>;
  readonly errors: FieldErrors<ServerForm>;
  readonly autoFocus?: boolean;
}

/** Where a server is and who signs in. */
export const AddressFields = ({
  organizationId,
  serverId,
  register,
  errors,
  autoFocus,
}: AddressFieldsProps) => {
  const others = useChildren(organizationId, 'server').filter(({ id }) => id !== serverId);
  return (
    <>
      <div className="grid grid-cols-[1fr_5rem_8rem] gap-3">
        <TextField
          label="Host"
          isMono
          autoFocus={autoFocus}
          placeholder="203.0.113.7 or web-1.example.com"
          error={errors.host?.message}
          {...register('host')}
        />
        <TextField
          label="Port"
          isMono
          inputMode="numeric"
          error={errors.port?.message}
          {...register('port')}
        />
        <TextField label="User" isMono error={errors.user?.message} {...register('user')} />
      </div>
      {others.length > 0 && (
        <SelectField
          label="Connect through"
          hint="Another server that can reach this one."
          error={errors.jumpServerId?.message}
          options={[
            { value: '', label: 'Directly' },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...register('jumpServerId')}
        />
      )}
    </>
  );
};
