import { Container, GitBranch } from 'lucide-react';
import type { FieldErrors, UseFormRegister, UseFormReturn } from 'react-hook-form';
import { HelpLink } from '../../../lib/help-link.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { RadioCards } from '../../../ui/form/radio-cards.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';
import type { SpecForm } from './spec-form.ts';

interface SourceFieldsProps {
  readonly register: UseFormRegister<SpecForm>;
  readonly errors: FieldErrors<SpecForm>;
  readonly sourceType: SpecForm['sourceType'];
  readonly onSourceType: (type: SpecForm['sourceType']) => void;
}

const refHints = { branch: 'main', tag: 'v1.2.0', commit: '40 hex digits, or the first 7' };

const options = [
  {
    value: 'image',
    label: 'Docker image',
    hint: 'Pulled from a registry, or already on the server',
    icon: Container,
  },
  { value: 'git', label: 'Git repository', hint: 'Built on the server with its Dockerfile', icon: GitBranch },
] as const;

/** Image or repository, with the one or two fields that each cannot do without. */
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
    ) : (
      <>
        <TextField
          label="Repository"
          isMono
          placeholder="https://github.com/acme/web.git or git@github.com:acme/web.git"
          error={errors.url?.message}
          {...register('url')}
        />
        <div className="grid grid-cols-[8rem_1fr] gap-3">
          <SelectField
            label="Take"
            options={[
              { value: 'branch', label: 'Branch' },
              { value: 'tag', label: 'Tag' },
              { value: 'commit', label: 'Commit' },
            ]}
            {...register('refType')}
          />
          <TextField
            label="Name"
            isMono
            placeholder={refHints[refType]}
            error={errors.ref?.message}
            {...register('ref')}
          />
        </div>
      </>
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

interface BuildFieldsProps extends Pick<SourceFieldsProps, 'register' | 'errors'> {
  readonly submodules: boolean;
  readonly onSubmodules: (isOn: boolean) => void;
}

/** Where in a repository to build, and how. */
export const BuildFields = ({ register, errors, submodules, onSubmodules }: BuildFieldsProps) => (
  <>
    <div className="grid grid-cols-3 gap-3">
      <TextField
        label="Sub-directory"
        isMono
        placeholder="apps/web"
        hint="The root where empty."
        error={errors.directory?.message}
        {...register('directory')}
      />
      <TextField label="Dockerfile" isMono error={errors.dockerfile?.message} {...register('dockerfile')} />
      <TextField
        label="Build stage"
        isMono
        hint="The last one where empty."
        error={errors.target?.message}
        {...register('target')}
      />
    </div>
    <Checkbox label="With submodules" isChecked={submodules} onChange={onSubmodules} />
  </>
);
