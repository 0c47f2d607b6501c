import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { ensureNetwork } from '../../remote/docker/networks.ts';
import { removeJob } from '../../remote/jobs/end.ts';
import { startJob } from '../../remote/jobs/start.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Desired } from '../desired/desired.ts';
import { environmentLabels } from '../runtime/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { joinAdopted } from './adopted/join-network.ts';
import { startBeside } from './beside/start.ts';
import { endStack } from './end-stack.ts';
import { folderOnServer, jobOf } from './folder.ts';
import { projectOnServer } from './project-on-server.ts';
import { upScript } from './scripts.ts';

const upSeconds = 30 * 60;

/** Starts the first release of a project. */
export const create: Runtime['create'] = async (connection, desired) => {
  const { deploymentId = '' } = await projectOnServer(connection, desired.ids.service);
  await up(connection, desired, deploymentId);
};

/**
 * Starts a release over exactly the one that was seen: what is as before goes on running, and behind a proxy what changed
 * starts beside it.
 */
export const update: Runtime['update'] = async (connection, desired, { deploymentId = '' }) => {
  if (desired.content.order === 'beside') {
    await networkFor(connection, desired);
    // nothing starts beside a stack: its networks have the names that Compose gives its own
    await endStack(connection, desired.ids.service);
    return startBeside(connection, desired, deploymentId);
  }
  await up(connection, desired, deploymentId);
  if (deploymentId) await removeJob(connection, jobOf(deploymentId, 'up'));
};

/** The server does it by itself: a lost connection changes nothing. */
async function up(connection: SshConnection, desired: Desired, over: string): Promise<void> {
  const { ids, deploymentId, fence } = desired;
  const folder = await folderOnServer(connection, ids.service);
  await networkFor(connection, desired);
  await startJob(connection, {
    id: jobOf(deploymentId, 'up'),
    script: upScript,
    timeoutSeconds: upSeconds,
    files: {
      dir: { bytes: folder },
      release: { bytes: deploymentId },
      over: { bytes: over },
      fence: { bytes: String(fence) },
    },
  });
}

async function networkFor(connection: SshConnection, desired: Desired): Promise<void> {
  const { network: name, ids } = desired;
  await ensureNetwork(dockerOver(connection), { name, labels: environmentLabels(ids) });
  await joinAdopted(connection, desired);
}

/** CONFLICT where a service is not on its server. */
export function notThere(): AppError {
  return new AppError('CONFLICT', {
    field: '',
    reason: 'It is not on its server any more; deploy it again.',
  });
}
