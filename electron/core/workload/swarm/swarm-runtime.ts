import { dockerOver } from '../../remote/docker/client.ts';
import { restartService, scaleService } from '../../remote/docker/services.ts';
import { lastWords } from '../containers/last-words.ts';
import { exec, logs, outputs } from '../containers/output.ts';
import { usage } from '../containers/usage.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { addressesOf, behind, retire } from './beside.ts';
import { existingService } from './find-service.ts';
import { services } from './found-services.ts';
import { create, update, versionOf } from './launch.ts';
import { events, observe, observeAll } from './observe.ts';
import { probeServer } from './probe.ts';
import { reach } from './reach.ts';
import { leaveEnvironment, remove } from './remove.ts';
import { isWithdrawn, stand, wayBack } from './standing.ts';
import { goBack, withdraw } from './way-back.ts';

/** Services as Docker Swarm runs them. */
export const swarmRuntime: Runtime = {
  async plan(connection, asked) {
    const { service, holders } = await probeServer(connection, asked);
    return { version: service && versionOf(service), holders };
  },
  create,
  update,
  stand,
  lastWords,
  goBack,
  wayBack,
  withdraw,
  isWithdrawn,
  behind,
  addresses: addressesOf,
  retire,
  observe,
  observeAll,
  events,
  services,
  async scale(connection, serviceId, replicas) {
    const docker = dockerOver(connection);
    await scaleService(docker, (await existingService(docker, serviceId)).id, replicas);
  },
  async restart(connection, serviceId) {
    const docker = dockerOver(connection);
    await restartService(docker, (await existingService(docker, serviceId)).id);
  },
  remove,
  leaveEnvironment,
  outputs,
  logs,
  usage,
  reach,
  exec,
};
