import type { UseFormSetError } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import { HostName, ServerAuth, UserName } from '#shared/contract/server.ts';
import { errorData, fieldIssues } from '../../lib/errors.ts';
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

const fieldOf = (path: string, form: ServerForm): FieldName | undefined => {
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

const unreachableField = { dns: 'host', timeout: 'host', refused: 'port', closed: 'host' } as const;

const unreachableText: Readonly<Record<keyof typeof unreachableField, string>> = {
  dns: 'This name does not resolve. Check the spelling, or type an IP address.',
  timeout: 'Nothing answered within 10 seconds. Check the address, the network, and the server’s firewall.',
  refused: 'The server refuses connections on this port. Check the port, and that sshd runs.',
  closed: 'The server closed the connection at once. Check that this port is sshd’s.',
};

const authText = {
  'key-file': 'The server accepts this key not for this user. Check both, and its authorized_keys.',
  agent:
    'The server accepts none of the agent’s keys for this user. Check “ssh-add -l”, and its authorized_keys.',
  key: 'The server accepts this key not for this user. Check both, and its authorized_keys.',
  password: 'The server refused this user and password, or allows no passwords.',
};

/** Puts a failure on the field that cures it; answers whether that told everything. */
export const placeServerError = (
  error: unknown,
  form: ServerForm,
  setError: UseFormSetError<ServerForm>,
): boolean => {
  const unreachable = errorData(error, 'UNREACHABLE');
  if (unreachable?.reason === 'auth') {
    setError(authField(form.auth.type), { message: authText[form.auth.type] }, { shouldFocus: true });
    return true;
  }
  if (unreachable && unreachable.reason !== 'host-key') {
    const { reason } = unreachable;
    setError(unreachableField[reason], { message: unreachableText[reason] }, { shouldFocus: true });
    return true;
  }
  const issues = fieldIssues(error);
  const placed = issues.filter(({ path, message }) => {
    const field = fieldOf(path, form);
    if (field) setError(field, { message }, { shouldFocus: true });
    return field !== undefined;
  });
  return issues.length > 0 && placed.length === issues.length;
};
