import { Boxes, Database, KeyRound, Leaf } from 'lucide-react';
import type { UseFormReturn } from 'react-hook-form';
import { type DatabaseEngineName, databaseEngineNames } from '#shared/model/databases/engine.ts';
import { databaseEngines } from '#shared/model/databases/engines.ts';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import type { DatabaseForm } from './database-form.ts';

interface BasicsProps {
  readonly form: UseFormReturn<DatabaseForm>;
}

const icons = {
  postgres: Database,
  mysql: Database,
  mariadb: Database,
  mongodb: Leaf,
  redis: KeyRound,
  valkey: KeyRound,
  other: Boxes,
} as const satisfies Record<DatabaseEngineName, unknown>;

const options = databaseEngineNames.map((value) => {
  const { label, hint } = databaseEngines[value];
  return { value, label, hint, icon: icons[value] };
});

/** The engines as cards; the version follows the one that is chosen. */
export function EngineFields({ form }: BasicsProps) {
  const { setValue, watch } = form;
  const choose = (engine: DatabaseEngineName) => {
    setValue('engine', engine, { shouldDirty: true });
    setValue('version', databaseEngines[engine].versions[0] ?? '', { shouldDirty: true });
  };
  return <RadioCards label="Engine" value={watch('engine')} onChange={choose} options={options} />;
}

/** Whom it is opened by, or, for an image of which nothing is known, where it listens and keeps its data. */
export function AccountFields({ form, isFixed = false }: BasicsProps & { readonly isFixed?: boolean }) {
  const { register, formState, watch } = form;
  const { errors } = formState;
  const { access } = databaseEngines[watch('engine')];
  if (!access)
    return (
      <div className="grid grid-cols-[8rem_1fr] gap-3">
        <TextField label="Port" inputMode="numeric" error={errors.port?.message} {...register('port')} />
        <TextField
          label="Folder of its data"
          isMono
          placeholder="/var/lib/data"
          error={errors.dataDirectory?.message}
          {...register('dataDirectory')}
        />
      </div>
    );
  if (!access.isNamed) return null;
  const { user, database } = access.defaults;
  const hint = isFixed ? 'Made at the first start; it stays.' : undefined;
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="User"
        isMono
        placeholder={user}
        hint={hint}
        readOnly={isFixed}
        error={errors.user?.message}
        {...register('user')}
      />
      <TextField
        label="Database"
        isMono
        placeholder={database}
        hint={hint}
        readOnly={isFixed}
        error={errors.database?.message}
        {...register('database')}
      />
    </div>
  );
}

/** What a new database cannot do without; its password is made here. */
export function DatabaseBasics({ form }: BasicsProps) {
  const { register, formState, watch } = form;
  const engine = databaseEngines[watch('engine')];
  return (
    <>
      <EngineFields form={form} />
      {engine.access ? (
        <TextField
          label="Version"
          isMono
          hint={`Such as ${engine.versions.join(', ')}. Its password is made here, and shown to those who may see it.`}
          error={formState.errors.version?.message}
          {...register('version')}
        />
      ) : (
        <>
          <TextField
            label="Image"
            isMono
            placeholder="ghcr.io/acme/search:2"
            error={formState.errors.image?.message}
            {...register('image')}
          />
          <AccountFields form={form} />
        </>
      )}
    </>
  );
}
