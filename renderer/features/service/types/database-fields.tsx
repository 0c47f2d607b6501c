import type { UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { databaseEngines } from '#shared/model/databases/engines.ts';
import { FormSection } from '../../../ui/form/form-section.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { ServerField } from '../configuration/server-field.tsx';
import { AccountFields, EngineFields } from './database-basics.tsx';
import type { DatabaseForm } from './database-form.ts';
import { LimitFields } from './limit-fields.tsx';

interface DatabaseFieldsProps {
  readonly form: UseFormReturn<DatabaseForm>;
  readonly service: Service;
}

/** Every field of a database. */
export function DatabaseFields({ form, service }: DatabaseFieldsProps) {
  const { register, formState, watch, setValue } = form;
  const { errors } = formState;
  const engine = databaseEngines[watch('engine')];
  const isNew = service.spec === null;
  return (
    <>
      <FormSection title="What runs">
        {isNew ? (
          <EngineFields form={form} />
        ) : (
          <p className="text-secondary">{engine.label}, for good: its data can be read by no other engine.</p>
        )}
        <div className="grid grid-cols-[8rem_1fr] gap-3">
          <TextField label="Version" isMono error={errors.version?.message} {...register('version')} />
          <TextField
            label="Image"
            isMono
            placeholder={engine.image ? `${engine.image}:${watch('version')}` : 'ghcr.io/acme/search:2'}
            hint={engine.access ? 'The official one where empty.' : undefined}
            error={errors.image?.message}
            {...register('image')}
          />
        </div>
        <AccountFields form={form} isFixed={service.currentDeploymentId !== null} />
      </FormSection>
      <FormSection title="Where">
        <ServerField
          organizationId={service.organizationId}
          chosen={watch('serverId')}
          noneLabel="Choose a server"
          isNoneDisabled
          error={errors.serverId?.message}
          onAdded={(id) => setValue('serverId', id, { shouldDirty: true })}
          {...register('serverId')}
        />
        <TextField
          label="External port"
          inputMode="numeric"
          placeholder="none"
          hint="Held on the server for everybody who reaches it. Without one it is reachable inside its environment only."
          error={errors.externalPort?.message}
          {...register('externalPort')}
        />
      </FormSection>
      <FormSection title="Limits">
        <div className="grid grid-cols-3 gap-3">
          <LimitFields fieldOf={(name) => ({ ...register(name), error: errors[name]?.message })} />
        </div>
      </FormSection>
    </>
  );
}
