import { requireForServers } from '../../ssh-keys/index.ts';
import type { Transaction } from '../../store/store.ts';
import type { Credentials } from './credentials.ts';
import { credentialsPlace } from './sign-in.ts';
import type { Proven } from './try-connection.ts';

const secretsOf = ({ auth }: Proven): Credentials => {
  if (auth.type === 'agent' || auth.type === 'ssh-key') return {};
  const passphrase = auth.passphrase === undefined ? {} : { passphrase: auth.passphrase };
  return auth.type === 'key' ? { privateKey: auth.privateKey, ...passphrase } : passphrase;
};

/** The columns that hold how to sign in; keys and pass phrases sealed for this one row. CONFLICT where services fetch by its key. */
export const authColumns = ({ sealer, database }: Transaction, serverId: string, proven: Proven) => {
  requireForServers(database, proven.auth);
  const { auth, publicKey } = proven;
  const secrets = secretsOf(proven);
  const hasSecrets = Object.keys(secrets).length > 0;
  return {
    auth_type: auth.type,
    key_path: auth.type === 'key-file' ? auth.path : null,
    ssh_key_id: auth.type === 'ssh-key' ? auth.sshKeyId : null,
    ssh_key_step: null,
    agent_socket: auth.type === 'agent' ? (auth.socket ?? null) : null,
    credentials: hasSecrets ? sealer.seal(JSON.stringify(secrets), credentialsPlace(serverId)) : null,
    public_key: publicKey,
  };
};
