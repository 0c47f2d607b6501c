import { Container, FolderUp, GitBranch } from 'lucide-react';
import type { FieldErrors, UseFormRegister, UseFormReturn } from 'react-hook-form';
import { HelpLink } from '../../../lib/help-link.tsx';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import { RepositoryFields } from './repository-fields.tsx';
import type { SpecForm } from './spec-form.ts';

interface SourceFieldsProps {
  readonly register: UseFormRegister<SpecForm>;
  readonly errors: FieldErrors<SpecForm>;
  readonly sourceType: SpecForm['sourceType'];
  readonly onSourceType: (type: SpecForm['sourceType']) => void;
}

const options = [
  {
    value: 'image',
    label: 'Docker image',
    hint: 'Pulled from a registry, or already on the server',
    icon: Container,
  },
  {
    value: 'git',
    label: 'Git repository',
    hint: 'Built on the server, or served as a static site',
    icon: GitBranch,
  },
  {
    value: 'folder',
    label: 'Folder',
    hint: 'Sent from your machine, and built on the server',
    icon: FolderUp,
  },
] as const;

/** Image, repository or folder, with the one or two fields that each cannot do without. */
export const SourceFields = ({
  register,
  errors,
  sourceType,
  onSourceType,
  refType,
}: SourceFieldsProps & { readonly refType: SpecForm['refType'] }) => (
  <>
    <RadioCards label="Source" value={sourceType} onChange={onSourceType} options={options} />
    {sourceType === 'image' ? (
      <TextField
        label="Image"
        isMono
        placeholder="ghcr.io/acme/web:1.2"
        hint={
          <>
            Pinned by its digest at each deployment.{' '}
            <HelpLink chapter="registry">From a private registry</HelpLink>
          </>
        }
        error={errors.image?.message}
        {...register('image')}
      />
    ) : sourceType === 'folder' ? (
      <p className="text-secondary">
        It is sent once the service is saved, and whenever there is another one.
      </p>
    ) : (
      <RepositoryFields
        fields={{ url: register('url'), refType: register('refType'), ref: register('ref') }}
        errors={{ url: errors.url?.message, ref: errors.ref?.message }}
        refType={refType}
      />
    )}
  </>
);

/** The source of a new application. */
export function ApplicationBasics({ form }: { readonly form: UseFormReturn<SpecForm> }) {
  const { register, formState, watch, setValue } = form;
  return (
    <SourceFields
      register={register}
      errors={formState.errors}
      sourceType={watch('sourceType')}
      onSourceType={(type) => setValue('sourceType', type)}
      refType={watch('refType')}
    />
  );
}
