import type { ServerAuth } from '#shared/contract/server.ts';

export type AuthType = ServerAuth['type'];

/** The fields of every way to sign in; those of the chosen one are sent. */
export interface AuthForm {
  type: AuthType;
  path: string;
  socket: string;
  privateKey: string;
  passphrase: string;
  password: string;
  /** The chosen SSH key, or the one that a password installs; empty for a new one. */
  sshKeyId: string;
}

export const emptyAuth: AuthForm = {
  type: 'key-file',
  path: '',
  socket: '',
  privateKey: '',
  passphrase: '',
  password: '',
  sshKeyId: '',
};

/** What of a form is kept in memory only, never on a disk. */
export const secretFields = ['auth.privateKey', 'auth.passphrase', 'auth.password'] as const;

const passphraseOf = ({ passphrase }: AuthForm) => (passphrase ? { passphrase } : {});

/** What is sent of the form. A key always ends with a line break: pasting often loses it. */
export const toAuth = (form: AuthForm): ServerAuth => {
  if (form.type === 'key-file') return { type: 'key-file', path: form.path.trim(), ...passphraseOf(form) };
  if (form.type === 'agent')
    return { type: 'agent', ...(form.socket.trim() ? { socket: form.socket.trim() } : {}) };
  if (form.type === 'key')
    return { type: 'key', privateKey: `${form.privateKey.trim()}\n`, ...passphraseOf(form) };
  if (form.type === 'ssh-key') return { type: 'ssh-key', sshKeyId: form.sshKeyId };
  return {
    type: 'password',
    password: form.password,
    ...(form.sshKeyId ? { sshKeyId: form.sshKeyId } : {}),
  };
};

/** The field of the chosen way that a refusal by the server is about. */
export const authField = (
  type: AuthType,
): 'auth.path' | 'auth.socket' | 'auth.privateKey' | 'auth.password' | 'auth.sshKeyId' =>
  (
    ({
      'key-file': 'auth.path',
      agent: 'auth.socket',
      key: 'auth.privateKey',
      'ssh-key': 'auth.sshKeyId',
      password: 'auth.password',
    }) as const
  )[type];
