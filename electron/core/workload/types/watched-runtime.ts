import { composeRuntime } from '../compose/compose-runtime.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { swarmRuntime } from '../swarm/swarm-runtime.ts';

/** What is watched on a server, whatever runs it: a service is at one engine only. */
export const watchedRuntime: Runtime = {
  ...swarmRuntime,
  async observe(connection, serviceId, known) {
    const [inSwarm, inCompose] = await Promise.all([
      swarmRuntime.observe(connection, serviceId, known),
      composeRuntime.observe(connection, serviceId, known),
    ]);
    return inCompose.engineId === null ? inSwarm : inCompose;
  },
  async observeAll(connection) {
    const [inSwarm, inCompose] = await Promise.all([
      swarmRuntime.observeAll(connection),
      composeRuntime.observeAll(connection),
    ]);
    return new Map([...inSwarm, ...inCompose]);
  },
};
