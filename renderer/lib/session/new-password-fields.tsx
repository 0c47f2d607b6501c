import type { FieldErrors, UseFormRegisterReturn } from 'react-hook-form';
import * as z from 'zod';
import { NewPassword } from '#shared/contract/session.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';

/** A new password, typed twice. */
export const newPasswordShape = { newPassword: NewPassword, again: z.string() };

export interface NewPasswordValues {
  newPassword: string;
  again: string;
}

/** The two are the same; for `.refine`. */
export const isTypedAlike = ({ newPassword, again }: NewPasswordValues): boolean => newPassword === again;
export const notAlike = { path: ['again'], message: 'must be the same password' };

export const passwordHint = 'At least 10 characters. A few words are better than a few signs.';

interface NewPasswordFieldsProps {
  readonly fields: { readonly newPassword: UseFormRegisterReturn; readonly again: UseFormRegisterReturn };
  readonly errors: FieldErrors<NewPasswordValues>;
  readonly hint?: string;
}

export const NewPasswordFields = ({ fields, errors, hint = passwordHint }: NewPasswordFieldsProps) => (
  <>
    <PasswordField
      label="New password"
      isNew
      hint={hint}
      error={errors.newPassword?.message}
      {...fields.newPassword}
    />
    <PasswordField label="The same password again" isNew error={errors.again?.message} {...fields.again} />
  </>
);
