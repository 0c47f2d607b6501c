import type { ComponentProps } from 'react';
import { TextField } from '../../../ui/form/text-field.tsx';

type Limit = 'memoryMiB' | 'cpus' | 'soakSeconds';
type FieldProps = Omit<ComponentProps<typeof TextField>, 'label'>;

/** What a replica may use, and how long a new one is watched; the same in every form that has it. */
export const LimitFields = ({ fieldOf }: { readonly fieldOf: (name: Limit) => FieldProps }) => (
  <>
    <TextField label="Memory (MiB)" inputMode="numeric" placeholder="no limit" {...fieldOf('memoryMiB')} />
    <TextField label="CPUs" inputMode="decimal" placeholder="no limit" {...fieldOf('cpus')} />
    <TextField
      label="Soak time (s)"
      inputMode="numeric"
      hint="How long a new version has to stay healthy."
      {...fieldOf('soakSeconds')}
    />
  </>
);
