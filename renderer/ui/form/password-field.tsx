import type { ComponentProps } from 'react';
import { TextField } from './text-field.tsx';

interface PasswordFieldProps extends Omit<ComponentProps<typeof TextField>, 'type' | 'autoComplete'> {
  /** A password that is being chosen, which password managers then offer to make and to keep. */
  readonly isNew?: boolean;
}

/** A password of the person who types it; secrets of anything else are no password of theirs. */
export const PasswordField = ({ isNew = false, ...rest }: PasswordFieldProps) => (
  <TextField {...rest} type="password" autoComplete={isNew ? 'new-password' : 'current-password'} />
);
