import type { UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import { FormSection } from '../../../ui/form/form-section.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { ServerField } from '../configuration/server-field.tsx';
import { type ComposeForm, toComposeSpec } from './compose-form.ts';
import { ComposePlace, ComposeSource } from './compose-source.tsx';
import { CompositionPanel, ProjectProblems } from './composition-panel.tsx';
import { FileEditor } from './file-editor.tsx';
import { useComposition } from './use-composition.ts';
import { useReading } from './use-reading.ts';

interface ComposeFieldsProps {
  readonly form: UseFormReturn<ComposeForm>;
  readonly service: Service;
}

/** The files of a project or its repository, and below them what they come to. */
export function ComposeFields({ form, service }: ComposeFieldsProps) {
  const { register, formState, watch, setValue } = form;
  const values = watch();
  const isText = values.sourceType === 'text';
  const { spec } = toComposeSpec(values);
  const typed = useComposition(service, isText ? spec : undefined, isText);
  const reading = useReading(service, spec);
  const composition = isText ? typed : reading;
  const problems = composition.data?.problems ?? [];
  return (
    <>
      <FormSection
        title="Files"
        description={
          isText
            ? 'Compose files, .env, and what those name. They stay as you write them; variables of Quayside win over .env.'
            : 'Read at each deployment from the commit that the branch is at then, with all that they name; variables of Quayside win over .env.'
        }
      >
        <ComposePlace form={form} />
        {isText ? (
          <FileEditor form={form} problems={problems} />
        ) : (
          <ComposeSource form={form} service={service} reading={{ ...reading, isOff: !spec }} />
        )}
        {!isText && <ProjectProblems problems={problems} />}
        <CompositionPanel service={service} composition={composition} />
      </FormSection>
      <FormSection title="Where and how">
        <ServerField
          organizationId={service.organizationId}
          chosen={values.serverId}
          noneLabel="Choose a server"
          isNoneDisabled
          error={formState.errors.serverId?.message}
          onAdded={(id) => setValue('serverId', id, { shouldDirty: true })}
          {...register('serverId')}
        />
        <SelectField
          label="Run as"
          options={[
            { value: 'compose', label: 'Docker Compose' },
            { value: 'stack', label: 'Swarm stack' },
          ]}
          hint="As a stack Docker Swarm runs the parts: replicas, update_config and placement count, and a new task starts before its old one stops where two may be there at once. The plan names what a stack leaves out."
          error={formState.errors.runAs?.message}
          {...register('runAs')}
        />
        <div className="grid grid-cols-3 gap-3">
          <TextField
            label="Compose files"
            isMono
            hint={
              isText
                ? 'Each is laid over the one before.'
                : 'By their paths in the repository, each laid over the one before.'
            }
            error={formState.errors.composeFiles?.message}
            {...register('composeFiles')}
          />
          <TextField
            label="Profiles"
            isMono
            placeholder="debug, tools"
            error={formState.errors.profiles?.message}
            {...register('profiles')}
          />
          <TextField
            label="Soak time in seconds"
            hint="How long all has to stay well."
            error={formState.errors.soakSeconds?.message}
            {...register('soakSeconds')}
          />
          <TextField
            label="Drain time in seconds"
            hint="How long open requests to the old containers of a part may take that a domain leads to."
            error={formState.errors.drainSeconds?.message}
            {...register('drainSeconds')}
          />
        </div>
      </FormSection>
    </>
  );
}
