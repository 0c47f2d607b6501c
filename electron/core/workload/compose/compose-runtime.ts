import { setTimeout as delay } from 'node:timers/promises';
import { dockerOver } from '../../remote/docker/client.ts';
import { restartContainer, startContainer, stopContainer } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { lastWords } from '../containers/last-words.ts';
import { exec, logs, outputs } from '../containers/output.ts';
import { usage } from '../containers/usage.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { restartStack, scaleStack } from '../stack/scale.ts';
import { stackParts } from '../stack/services.ts';
import { events } from '../swarm/observe.ts';
import { reach } from '../swarm/reach.ts';
import { addresses, behind, behindOf } from './behind.ts';
import { hasOwnVolume } from './beside/containers.ts';
import { retire } from './beside/retire.ts';
import { create, notThere, update } from './launch.ts';
import { observe, observeAll } from './observe.ts';
import type { PartContainer } from './part-container.ts';
import { partContainers, projectOnServer } from './project-on-server.ts';
import { leaveEnvironment, remove } from './remove.ts';
import { goBack, isWithdrawn, stand, wayBack, withdraw } from './standing.ts';

/** Compose projects, as `docker compose` on their server runs them, or its Swarm as stacks; what is there tells which. */
export const composeRuntime: Runtime = {
  async plan(connection, { serviceId }) {
    const [project, containers, stack] = await Promise.all([
      projectOnServer(connection, serviceId),
      partContainers(connection, serviceId),
      stackParts(connection, serviceId),
    ]);
    const { name, deploymentId, fence } = project;
    if (name === undefined || deploymentId === undefined) return { version: null, holders: [] };
    const version = {
      name,
      deploymentId,
      replicas: undefined,
      fence,
      revision: { id: deploymentId, number: 0, restarts: 0 },
      behind: await behindOf(connection, containers, project.placeLines),
      keeping: containers.filter(hasOwnVolume).map(({ part }) => part),
    };
    return { version: containers.length > 0 || stack.length > 0 ? version : null, holders: [] };
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
    const stack = await stackParts(connection, serviceId);
    if (stack.length > 0) return scaleStack(connection, stack, replicas);
    const docker = dockerOver(connection);
    await onEach(connection, serviceId, ({ id }) =>
      replicas === 0 ? stopContainer(docker, id) : startContainer(docker, id),
    );
    if (replicas === 0) await untilListedAsStopped(connection, serviceId);
  },
  async restart(connection, serviceId) {
    const stack = await stackParts(connection, serviceId);
    if (stack.length > 0) return restartStack(connection, stack);
    const docker = dockerOver(connection);
    await onEach(connection, serviceId, ({ id, state }) =>
      state === 'running' ? restartContainer(docker, id) : Promise.resolve(),
    );
  },
  remove,
  leaveEnvironment,
  outputs,
  logs,
  usage,
  reach,
  behind,
  addresses,
  retire,
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

/** How long Docker's list may go on saying that a stopped container runs; it takes some milliseconds. */
const patienceMs = 2_000;
const lookMs = 20;

/** Waits for the list, which Docker writes only after it answered that a container stopped (seen in 20.10). */
async function untilListedAsStopped(connection: SshConnection, serviceId: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < patienceMs; await delay(lookMs)) {
    const containers = await partContainers(connection, serviceId);
    if (!containers.some(({ state }) => state === 'running')) return;
  }
}
