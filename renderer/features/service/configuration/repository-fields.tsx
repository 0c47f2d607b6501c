import type { UseFormRegisterReturn } from 'react-hook-form';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';

type Field = 'url' | 'refType' | 'ref';

interface RepositoryFieldsProps {
  readonly fields: Readonly<Record<Field, UseFormRegisterReturn>>;
  readonly errors: { readonly url?: string | undefined; readonly ref?: string | undefined };
  readonly refType: keyof typeof refHints;
}

const refHints = { branch: 'main', tag: 'v1.2.0', commit: '40 hex digits, or the first 7' };
const refLabels = { branch: 'Branch', tag: 'Tag', commit: 'Commit' };

/** A repository, and which commit of it is taken. */
export function RepositoryFields({ fields, errors, refType }: RepositoryFieldsProps) {
  return (
    <>
      <TextField
        label="Repository"
        isMono
        placeholder="https://github.com/acme/web.git or git@github.com:acme/web.git"
        error={errors.url}
        {...fields.url}
      />
      <div className="grid grid-cols-[8rem_1fr] gap-3">
        <SelectField
          label="Take"
          options={Object.entries(refLabels).map(([value, label]) => ({ value, label }))}
          {...fields.refType}
        />
        <TextField
          label={refLabels[refType]}
          isMono
          placeholder={refHints[refType]}
          error={errors.ref}
          {...fields.ref}
        />
      </div>
    </>
  );
}
