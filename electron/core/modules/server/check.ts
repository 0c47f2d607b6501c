import type { CheckItem } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostFacts } from '../../remote/host/facts.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';
import { type DockerAnswer, dockerChecks } from './check-docker.ts';
import { hostChecks } from './check-host.ts';
import type { ServerContext } from './context.ts';
import { serverRow } from './queries.ts';

interface Seen {
  readonly facts: HostFacts;
  readonly docker: DockerAnswer;
}

const askDocker = async (connection: SshConnection): Promise<DockerAnswer> => {
  const [{ dockerOver }, { dockerInfo, dockerVersion }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/system.ts'),
  ]);
  try {
    const docker = dockerOver(connection);
    const [version, info] = await Promise.all([dockerVersion(docker), dockerInfo(docker)]);
    return { version, info };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'UNREACHABLE') return { failure: error };
    throw error;
  }
};

const look = async (connection: SshConnection): Promise<Seen> => {
  const { readHostFacts } = await import('../../remote/host/facts.ts');
  const [facts, docker] = await Promise.all([readHostFacts(connection), askDocker(connection)]);
  return { facts, docker };
};

/** Remembers Docker's version for lists; only a change is written, since writing makes readers look again. */
const remember = (context: ServerContext, serverId: string, { docker, facts }: Seen): void => {
  const found = 'version' in docker ? docker.version.version : null;
  const version = found ?? (facts.docker.isInstalled ? (facts.docker.clientVersion ?? null) : null);
  if (serverRow(context.store, serverId).docker_version === version) return;
  context.store.write((tx) => {
    tx.database.run(sql.updateTable('server').set({ docker_version: version }).where('id', '=', serverId));
    tx.announce({ kind: 'server', nodeId: serverId, verb: 'updated' });
  });
};

const remedies: Readonly<Record<string, string>> = {
  dns: 'Correct the host name, or wait until its DNS record is there.',
  refused: 'Correct the port, and check on the machine itself that sshd runs.',
  timeout: 'Check that the machine is on, its address, the network and the firewall.',
  auth: 'Correct the user or the key, or install the public key on the server again.',
  'host-key':
    'Compare the fingerprints with the machine itself, then trust the new key or find out who answers.',
  closed: 'Try again; if it stays so, look at sshd’s log on the machine.',
};

const sshFailed = (error: AppError): CheckItem => {
  const reason = error.code === 'UNREACHABLE' ? (error as AppError<'UNREACHABLE'>).data.reason : 'closed';
  const remedy = remedies[reason] ?? '';
  return { id: 'ssh', label: 'SSH', status: 'problem', found: error.message, remedy };
};

/**
 * Looks at a server and judges what is found, with a remedy for whatever is not right. One that can't be
 * reached has one item, which says why.
 */
export const checkServer = async (
  context: ServerContext,
  serverId: string,
): Promise<{ checkedAt: string; items: CheckItem[] }> => {
  const { store, servers } = context;
  const checkedAt = instant(store.now());
  const row = serverRow(store, serverId);
  try {
    const seen = await servers.use(serverId, look, context.signal);
    remember(context, serverId, seen);
    const found = `Signed in as ${row.user}; host key ${row.host_key_type} ${row.host_key_fingerprint}`;
    const ssh: CheckItem = { id: 'ssh', label: 'SSH', status: 'ok', found };
    return { checkedAt, items: [ssh, ...dockerChecks(seen.docker, seen.facts), ...hostChecks(seen.facts)] };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
    return { checkedAt, items: [sshFailed(error)] };
  }
};
