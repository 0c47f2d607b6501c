import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerAuth } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshAuth } from '../../remote/ssh/types.ts';
import { privateHalf } from '../../ssh-keys/index.ts';
import type { Store } from '../../store/store.ts';
import type { Credentials } from './credentials.ts';
import { homeOf } from './known-hosts.ts';
import type { ServerRow } from './queries.ts';

const keyFileLimitBytes = 64 * 1024;

/** Where the credentials of a server are sealed. */
export const credentialsPlace = (serverId: string) =>
  ({ table: 'server', row: serverId, column: 'credentials' }) as const;

const refuse = (field: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path: `auth.${field}`, message }] });

/** A path of this machine as a person writes it; `~/` is their home, other people's homes are refused. */
export const expandPath = (host: Host, path: string, field: string): string => {
  if (path.startsWith('~/')) return join(homeOf(host), path.slice(2));
  if (path.startsWith('~')) throw refuse(field, 'Only ~/ is understood; write the path in full.');
  return path;
};

const whyUnreadable = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'its permissions forbid reading it',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is no folder',
  };
  return known[code] ?? `it cannot be read (${code})`;
};

const readKeyFile = async (host: Host, path: string, called: string): Promise<string> => {
  const expanded = expandPath(host, path, 'path');
  try {
    // not blocking, so that a pipe by that name holds nobody up; Windows has no such flag
    await using file = await open(expanded, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile()) throw refuse('path', `The key file ${called} is not a file.`);
    if (found.size > keyFileLimitBytes)
      throw refuse('path', `The key file ${called} is too long to be a private key.`);
    return await file.readFile('utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refuse('path', `The key file ${called}: ${whyUnreadable(error)}.`);
  }
};

const agentSocket = (host: Host, socket: string | undefined): string => {
  if (socket) return expandPath(host, socket, 'socket');
  const own = process.env.SSH_AUTH_SOCK;
  if (own) return own;
  throw refuse('socket', 'No ssh-agent is running for Quayside: SSH_AUTH_SOCK is not set. Name its socket.');
};

interface SignInOptions {
  /** What a key file is called in errors: its path is told only to whoever typed it. */
  readonly called?: string | undefined;
  /** Which half of an SSH key that is being rotated; the current one unless said. */
  readonly half?: 'current' | 'previous' | undefined;
}

/** Turns a way to sign in into what SSH needs; reads key files now. INVALID_INPUT names the field at fault. */
export const signIn = async (
  { store, host }: { readonly store: Store; readonly host: Host },
  auth: ServerAuth,
  { called, half }: SignInOptions = {},
): Promise<SshAuth> => {
  switch (auth.type) {
    case 'key-file':
      return {
        kind: 'key',
        privateKey: await readKeyFile(host, auth.path, called ?? auth.path),
        passphrase: auth.passphrase,
      };
    case 'key':
      return { kind: 'key', privateKey: auth.privateKey, passphrase: auth.passphrase };
    case 'ssh-key':
      return { kind: 'key', privateKey: privateHalf(store, auth.sshKeyId, half) };
    case 'agent':
      return { kind: 'agent', socket: agentSocket(host, auth.socket) };
    case 'password':
      return { kind: 'password', password: auth.password };
  }
};

/** Which half of its SSH key a stored server takes, as far as a rotation of it got. */
export function halfOf({ ssh_key_step: step }: ServerRow): 'current' | 'previous' {
  return step === 'previous' ? 'previous' : 'current';
}

/** How a stored server signs in, its credentials unsealed. Keep it in memory only, and briefly. */
export const storedAuth = async (store: Store, row: ServerRow): Promise<ServerAuth> => {
  const { privateKey = '', passphrase } = await openCredentials(store, row);
  if (row.auth_type === 'key') return { type: 'key', privateKey, passphrase };
  if (row.auth_type === 'ssh-key') return { type: 'ssh-key', sshKeyId: row.ssh_key_id ?? '' };
  if (row.auth_type === 'agent') return { type: 'agent', socket: row.agent_socket ?? undefined };
  return { type: 'key-file', path: row.key_path ?? '', passphrase };
};

/** Loads the schema when it is first needed: a start loads none. */
async function openCredentials(store: Store, { id, credentials }: ServerRow): Promise<Credentials> {
  if (!credentials) return {};
  const { parseCredentials } = await import('./credentials.ts');
  return parseCredentials(store.sealer.open(credentials, credentialsPlace(id)));
}
