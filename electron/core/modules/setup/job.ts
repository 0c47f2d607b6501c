import { AppError } from '#shared/model/errors.ts';
import type { JobStatus } from '../../remote/jobs/status.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { End } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { setupScript } from './script.ts';

const timeoutSeconds = 45 * 60;

/** The job's name on the server; the same for as long as the set-up is known. */
export const jobIdOf = (setupId: string): string => `setup-${setupId.replaceAll('_', '-').toLowerCase()}`;

/**
 * Starts the script as a detached job, as root where that is possible. Without sudo it still does what a
 * member of the group docker can do, and says what it can't.
 */
export const startSetupJob = async (connection: SshConnection, id: string): Promise<void> => {
  const [{ readHostFacts }, { startJob }] = await Promise.all([
    import('../../remote/host/facts.ts'),
    import('../../remote/jobs/start.ts'),
  ]);
  const { user } = await readHostFacts(connection);
  await startJob(connection, { id, script: setupScript, asRoot: user.hasSudo, timeoutSeconds });
};

/** How a job that has ended went; null where its script ended well, which is still to be proven. */
export const outcomeOf = (status: JobStatus, failed: string | undefined): End | null => {
  const { state, exitCode } = status;
  if (state === 'cancelled') return { state: 'cancelled', reason: null };
  if (state !== 'exited') {
    return { state: 'failed', reason: 'The server was restarted, or the set-up was killed on it.' };
  }
  if (exitCode === 0) return null;
  if (exitCode === 124) return { state: 'failed', reason: 'It did not end within 45 minutes.' };
  const reason = failed ?? `The script ended with exit code ${exitCode ?? 'unknown'}.`;
  return { state: 'failed', reason };
};

/**
 * The script's word is not enough: Docker has to answer, as a manager, over the connection itself. Then the
 * server is marked ready.
 */
export const proveReady = async (
  store: Store,
  serverId: string,
  connection: SshConnection,
): Promise<End | undefined> => {
  const [{ dockerOver }, { dockerInfo, dockerVersion }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/system.ts'),
  ]);
  const docker = dockerOver(connection);
  const [{ version }, { swarm }] = await Promise.all([dockerVersion(docker), dockerInfo(docker)]);
  if (swarm.state !== 'active' || !swarm.isManager) {
    return { state: 'failed', reason: 'The script ended well, but Docker is no manager of a Swarm.' };
  }
  store.write((tx) => {
    const ready = { is_ready: 1, docker_version: version } as const;
    tx.database.run(sql.updateTable('server').set(ready).where('id', '=', serverId));
    tx.announce({ kind: 'server', nodeId: serverId, verb: 'updated' });
  });
  return undefined;
};

/** Leaves nothing behind; where that fails, the job's folder stays on the server and does no harm. */
export const removeSetupJob = async (connection: SshConnection, id: string): Promise<void> => {
  const { removeJob } = await import('../../remote/jobs/end.ts');
  try {
    await removeJob(connection, id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};
