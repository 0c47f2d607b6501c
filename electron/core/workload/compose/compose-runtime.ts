import { dockerOver } from '../../remote/docker/client.ts';
import { restartContainer, startContainer, stopContainer } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { lastWords } from '../containers/last-words.ts';
import { exec, logs, outputs } from '../containers/output.ts';
import { usage } from '../containers/usage.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { events } from '../swarm/observe.ts';
import { reach } from '../swarm/reach.ts';
import { addresses, behind, behindOf } from './behind.ts';
import { create, notThere, update } from './launch.ts';
import { observe, observeAll } from './observe.ts';
import { type PartContainer, partContainers, projectOnServer } from './project-on-server.ts';
import { remove } from './remove.ts';
import { goBack, isWithdrawn, stand, wayBack, withdraw } from './standing.ts';

/** Compose projects, as `docker compose` on their server runs them. */
export const composeRuntime: Runtime = {
  async plan(connection, { serviceId }) {
    const [project, containers] = await Promise.all([
      projectOnServer(connection, serviceId),
      partContainers(connection, serviceId),
    ]);
    const { name, deploymentId, fence } = project;
    if (name === undefined || deploymentId === undefined) return { version: null, holders: [] };
    const version = {
      name,
      deploymentId,
      replicas: undefined,
      fence,
      revision: { id: deploymentId, number: 0, restarts: 0 },
      behind: await behindOf(connection, containers),
    };
    return { version: containers.length > 0 ? version : null, holders: [] };
  },
  create,
  update,
  stand,
  lastWords,
  goBack,
  wayBack,
  withdraw,
  isWithdrawn,
  observe,
  observeAll,
  events,
  services: async () => [],
  async scale(connection, serviceId, replicas) {
    const docker = dockerOver(connection);
    await onEach(connection, serviceId, ({ id }) =>
      replicas === 0 ? stopContainer(docker, id) : startContainer(docker, id),
    );
  },
  async restart(connection, serviceId) {
    const docker = dockerOver(connection);
    await onEach(connection, serviceId, ({ id, state }) =>
      state === 'running' ? restartContainer(docker, id) : Promise.resolve(),
    );
  },
  remove,
  outputs,
  logs,
  usage,
  reach,
  behind,
  addresses,
  // each container is replaced in its place: nothing is left running beside a release
  retire: async () => undefined,
  exec,
};

async function onEach(
  connection: SshConnection,
  serviceId: string,
  act: (container: PartContainer) => Promise<void>,
): Promise<void> {
  const containers = await partContainers(connection, serviceId);
  if (containers.length === 0) throw notThere();
  await Promise.all(containers.map(act));
}
