import type { ServerAuth } from '#shared/contract/server.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { HostKey, SshAuth, SshConnection, SshTarget } from '../../remote/ssh/types.ts';
import { privateHalf } from '../../ssh-keys/index.ts';
import type { Store } from '../../store/store.ts';
import { type Address, endpointOf } from './address.ts';
import { knownHosts, knownTypes } from './known-hosts.ts';
import { verifyPinned } from './load-target.ts';
import { signIn } from './sign-in.ts';

/** What to try: an address, a way to sign in, and the one host key that is trusted. */
export interface Trial {
  readonly label: string;
  readonly address: Address;
  readonly auth: ServerAuth;
  /** Which half of an SSH key that is being rotated. */
  readonly half?: 'current' | 'previous' | undefined;
  readonly fingerprint: string;
  /** Whether whoever tries may use keys and network of this host. */
  readonly mayUseMachine: boolean;
  /** The type of the pinned key where it is known already; otherwise what known_hosts has. */
  readonly hostKeyType?: string | undefined;
}

/** What the trial proved, and what is to be stored: a password never is, the key installed by it is. */
export interface Proven {
  readonly hostKey: HostKey;
  readonly auth: Exclude<ServerAuth, { type: 'password' }>;
  readonly publicKey: string | null;
}

/** Key errors name `privateKey` or `passphrase`; in the inputs here those are below `auth`. */
const belowAuth = (error: unknown): unknown => {
  if (!isAppError(error, 'INVALID_INPUT')) return error;
  const issues = error.data.issues.map(({ path, message }) => ({
    path: path.startsWith('auth') ? path : `auth.${path}`,
    message,
  }));
  return new AppError('INVALID_INPUT', { issues }, { cause: error });
};

const publicKeyOf = async (auth: SshAuth): Promise<string | null> => {
  if (auth.kind !== 'key') return null;
  const { readPrivateKey } = await import('../../remote/ssh/private-key.ts');
  return readPrivateKey(auth.privateKey, auth.passphrase).publicKey;
};

const targetOf = async (parts: { store: Store; host: Host }, trial: Trial): Promise<SshTarget> => {
  const { address, fingerprint, hostKeyType } = trial;
  const known = await knownHosts(parts.host, trial.mayUseMachine);
  const types = hostKeyType ? [hostKeyType] : await knownTypes(known, address.host, address.port);
  return {
    ...(await endpointOf(parts, address, trial)),
    user: address.user,
    auth: await signIn(parts, trial.auth, { half: trial.half }),
    hostKeyTypes: types,
    verifyHostKey: verifyPinned(fingerprint, known),
  };
};

type Connect = (target: SshTarget) => Promise<SshConnection>;

interface Exchange {
  readonly target: SshTarget;
  readonly connect: Connect;
  /** To be installed instead of a new one. */
  readonly sshKeyId: string | undefined;
}

/** Installs a key by the password's connection and proves that the server takes it. */
const exchangePassword = async (store: Store, { target, connect, sshKeyId }: Exchange): Promise<Proven> => {
  const [{ generateKeyPair, readPrivateKey }, { installKey }] = await Promise.all([
    import('../../remote/ssh/private-key.ts'),
    import('./install-key.ts'),
  ]);
  const shared = sshKeyId === undefined ? undefined : privateHalf(store, sshKeyId);
  const pair =
    shared === undefined
      ? generateKeyPair('quayside')
      : { privateKey: shared, publicKey: readPrivateKey(shared).publicKey };
  const byPassword = await connect(target);
  try {
    await installKey(byPassword, pair.publicKey);
  } finally {
    byPassword.close();
  }
  const { privateKey, publicKey } = pair;
  const byKey = await connect({ ...target, auth: { kind: 'key', privateKey } });
  byKey.close();
  const auth =
    sshKeyId === undefined ? { type: 'key' as const, privateKey } : { type: 'ssh-key' as const, sshKeyId };
  return { hostKey: byKey.hostKey, auth, publicKey };
};

/**
 * Connects once and closes again. With a password a fresh key is installed on the server and proven, too.
 * UNREACHABLE with its reason, or INVALID_INPUT on the field of `auth` that has to change.
 */
export const tryConnection = async (
  parts: { store: Store; host: Host; signal: AbortSignal },
  trial: Trial,
): Promise<Proven> => {
  const { connect } = await import('../../remote/ssh/connect.ts');
  const connectNow: Connect = (to) => connect(to, { signal: parts.signal });
  try {
    const target = await targetOf(parts, trial);
    if (trial.auth.type === 'password') {
      const { sshKeyId } = trial.auth;
      return await exchangePassword(parts.store, { target, connect: connectNow, sshKeyId });
    }
    const publicKey = await publicKeyOf(target.auth);
    const connection = await connectNow(target);
    connection.close();
    return { hostKey: connection.hostKey, auth: trial.auth, publicKey };
  } catch (error) {
    throw belowAuth(error);
  }
};
