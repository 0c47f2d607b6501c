import type { UseFormSetError } from 'react-hook-form';
import { errorData, fieldIssues } from '../../lib/errors.ts';
import { fieldOf, type ServerForm } from './address-form.ts';
import { authField } from './auth-form.ts';

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
  'ssh-key':
    'The server does not let this key in for this user. Add its public half to authorized_keys there, or choose “Password, once”, which installs it.',
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
