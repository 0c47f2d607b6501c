import type { ServiceTypeName } from '#shared/model/service-types.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { swarmRuntime } from '../swarm/swarm-runtime.ts';
import { application } from './application.ts';
import type { AnyServiceType } from './service-type.ts';

/** Every type of service there is, one line each. */
export const serviceTypes: Readonly<Record<ServiceTypeName, AnyServiceType>> = { application };

/** What is watched on a server; the runtime of every type above. */
export const watchedRuntime: Runtime = swarmRuntime;
