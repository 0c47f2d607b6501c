import type { UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { FormSection } from '../../../ui/form/form-section.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { FolderPanel } from '../folder/folder-panel.tsx';
import { LimitFields } from '../types/limit-fields.tsx';
import { AutoDeployPanel } from './auto-deploy/auto-deploy-panel.tsx';
import { BuildFields } from './build-fields.tsx';
import { CommandPreview } from './command-preview.tsx';
import { DeployKey } from './deploy-key.tsx';
import { GitProviderPanel } from './git-provider-panel.tsx';
import { HealthFields } from './health-fields.tsx';
import { MountFields } from './mount-fields.tsx';
import { PortFields } from './port-fields.tsx';
import { ServerField } from './server-field.tsx';
import { SourceFields } from './source-fields.tsx';
import type { SpecForm } from './spec-form.ts';

interface SpecFieldsProps {
  readonly form: UseFormReturn<SpecForm>;
  readonly service: Service;
}

const isSsh = (url: string): boolean => /^(?:ssh:\/\/|[^/:\s]+@)/.test(url.trim());

const SourceSection = ({ form, service }: SpecFieldsProps) => {
  const { register, formState, watch, setValue } = form;
  const sourceType = watch('sourceType');
  return (
    <FormSection title="What runs">
      <SourceFields
        register={register}
        errors={formState.errors}
        sourceType={sourceType}
        onSourceType={(type) => setValue('sourceType', type, { shouldDirty: true })}
        refType={watch('refType')}
      />
      {sourceType === 'git' && (
        <GitProviderPanel
          service={service}
          url={watch('url')}
          onPicked={({ url, branch }) => {
            setValue('url', url, { shouldDirty: true });
            setValue('refType', 'branch', { shouldDirty: true });
            setValue('ref', branch, { shouldDirty: true });
          }}
        />
      )}
      {sourceType === 'folder' && <FolderPanel service={service} />}
      {sourceType !== 'image' && <BuildFields form={form} organizationId={service.organizationId} />}
      {sourceType === 'git' && watch('refType') === 'branch' && service.spec && (
        <AutoDeployPanel serviceId={service.id} />
      )}
      {sourceType === 'git' && (isSsh(watch('url')) || service.deployKey) && (
        <DeployKey service={service} url={watch('url')} />
      )}
    </FormSection>
  );
};

const PlaceSection = ({ form, service }: SpecFieldsProps) => {
  const { register, formState, watch, setValue } = form;
  return (
    <FormSection title="Where and how many">
      <div className="grid grid-cols-[1fr_8rem] gap-3">
        <ServerField
          organizationId={service.organizationId}
          chosen={watch('serverId')}
          noneLabel="Choose a server"
          isNoneDisabled
          error={formState.errors.serverId?.message}
          onAdded={(id) => setValue('serverId', id, { shouldDirty: true })}
          {...register('serverId')}
        />
        <TextField
          label="Replicas"
          inputMode="numeric"
          error={formState.errors.replicas?.message}
          {...register('replicas')}
        />
      </div>
    </FormSection>
  );
};

const updateOrders = [
  { value: '', label: 'The new version starts first, unless both would write to one place' },
  { value: 'stop-first', label: 'The old version stops first' },
  { value: 'start-first', label: 'The new version starts first, always' },
];

/** Every field of a configuration. */
export const SpecFields = ({ form, service }: SpecFieldsProps) => {
  const { register, formState, watch, setValue, control } = form;
  const { errors } = formState;
  return (
    <>
      <SourceSection form={form} service={service} />
      <PlaceSection form={form} service={service} />
      <FormSection
        title="Command"
        description="Replaces the image’s own command; its own is used where empty."
      >
        <div>
          <TextField
            label="Arguments"
            isMono
            placeholder="node server.js --port 8080"
            error={errors.command?.message}
            {...register('command')}
          />
          <CommandPreview text={watch('command')} />
        </div>
      </FormSection>
      <FormSection
        title="Ports"
        description="A port held on the server can be held once, so such a service stops before its new version starts. Without one it is reachable inside its environment only."
      >
        <PortFields control={control} register={register} errors={errors} />
      </FormSection>
      <FormSection
        title="Mounts"
        description="What the containers write is gone with them, but for a volume: it stays on the server, for this service alone."
      >
        <MountFields form={form} />
        <SelectField
          label="While it is updated"
          options={updateOrders}
          error={errors.updateOrder?.message}
          {...register('updateOrder')}
        />
      </FormSection>
      <FormSection title="Health">
        <HealthFields
          register={register}
          errors={errors}
          isOn={watch('hasHealthCheck')}
          onChange={(isOn) => setValue('hasHealthCheck', isOn, { shouldDirty: true })}
          command={watch('healthCommand')}
        />
      </FormSection>
      <FormSection title="Limits">
        <div className="grid grid-cols-2 gap-3">
          <LimitFields fieldOf={(name) => ({ ...register(name), error: errors[name]?.message })} />
          <TextField
            label="Drain time (s)"
            inputMode="numeric"
            hint="How long open requests to the old version may take after visitors were led to the new one."
            error={errors.drainSeconds?.message}
            {...register('drainSeconds')}
          />
        </div>
      </FormSection>
    </>
  );
};
