import type { UseFormSetError } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import { HostName, ServerAuth, UserName } from '#shared/contract/server.ts';
import { type AuthForm, authField, emptyAuth, toAuth } from './auth-form.ts';

export interface ServerForm {
  name: string;
  host: string;
  port: string;
  user: string;
  jumpServerId: string;
  auth: AuthForm;
}

export const emptyServer: ServerForm = {
  name: '',
  host: '',
  port: '22',
  user: 'root',
  jumpServerId: '',
  auth: emptyAuth,
};

const Port = z
  .string()
  .trim()
  .regex(/^\d+$/, 'must be a number')
  .transform(Number)
  .pipe(z.number().min(1, 'must be 1 to 65535').max(65_535, 'must be 1 to 65535'));

const Sent = z.object({ name: Name, host: HostName, port: Port, user: UserName, auth: ServerAuth });

type FieldName = 'name' | 'host' | 'port' | 'user' | 'jumpServerId' | `auth.${keyof AuthForm}`;

const fields: readonly string[] = ['name', 'host', 'port', 'user', 'jumpServerId'];

/** The field of the form that a path of the contract is typed in. */
export const fieldOf = (path: string, form: ServerForm): FieldName | undefined => {
  if (fields.includes(path)) return path as FieldName;
  if (path === 'auth') return authField(form.auth.type);
  if (path.startsWith('auth.') && path.slice(5) in emptyAuth) return path as FieldName;
  if (path === 'privateKey') return form.auth.type === 'key' ? 'auth.privateKey' : 'auth.path';
  return path === 'passphrase' ? 'auth.passphrase' : undefined;
};

/** What is sent to the core, or nothing after the problems were put on their fields. */
export const checkServerForm = (form: ServerForm, setError: UseFormSetError<ServerForm>) => {
  const result = Sent.safeParse({ ...form, auth: toAuth(form.auth) });
  if (result.success) {
    const { jumpServerId } = form;
    return { ...result.data, ...(jumpServerId ? { jumpServerId } : {}) };
  }
  for (const issue of result.error.issues) {
    const field = fieldOf(issue.path.join('.'), form);
    if (field) setError(field, { message: issue.message }, { shouldFocus: true });
  }
  return undefined;
};
