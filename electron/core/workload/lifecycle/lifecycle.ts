import type { Runtime as Shown } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { type ServiceView, serviceView } from '../desired/service-view.ts';
import type { WorkloadParts } from '../parts.ts';
import { replicaConflict } from '../runtime/held-ports.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { serviceTypes } from '../types/service-types.ts';

/** Starts a stopped service with the replicas it is configured for, 1 where that is 0. */
export async function start(
  parts: WorkloadParts,
  serviceId: string,
): Promise<{ runtime: Shown; replicas: number }> {
  const view = deployed(parts, serviceId);
  const replicas = view.spec ? Math.max(1, specFacts(view.spec).replicas) : 1;
  const runtime = await act(parts, view, (engine, server) => engine.scale(server, serviceId, replicas));
  return { runtime, replicas };
}

/** Stops every replica; the service stays on its server with all its settings. */
export function stop(parts: WorkloadParts, serviceId: string): Promise<Shown> {
  return act(parts, deployed(parts, serviceId), (engine, server) => engine.scale(server, serviceId, 0));
}

/** Replaces every replica by a new one of the same version, in the order of an update. */
export function restart(parts: WorkloadParts, serviceId: string): Promise<Shown> {
  return act(parts, deployed(parts, serviceId), (engine, server) => engine.restart(server, serviceId));
}

/** Sets the replicas on the server; the configuration is the caller's. INVALID_INPUT where they cannot all run. */
export async function scale(parts: WorkloadParts, serviceId: string, replicas: number): Promise<Shown> {
  const view = deployed(parts, serviceId);
  if (view.spec) {
    refuseFixedNumber(view.spec, replicas);
    refuseSharedPort(view, view.spec, replicas);
  }
  return act(parts, view, (engine, server) => engine.scale(server, serviceId, replicas));
}

/** Refuses while a deployment is under way: both would write over each other. */
const deployed = (parts: WorkloadParts, serviceId: string): ServiceView & { serverId: string } => {
  const view = serviceView(parts.store, serviceId);
  if (parts.isBusy(serviceId)) {
    throw new AppError('BUSY', { by: `a deployment of “${view.names.service}”` });
  }
  const { serverId } = view;
  if (serverId === null || view.currentDeploymentId === null) {
    throw new AppError('CONFLICT', { field: '', reason: 'It was never deployed; deploy it first.' });
  }
  return { ...view, serverId };
};

const act = async (
  parts: WorkloadParts,
  view: ServiceView & { readonly serverId: string },
  run: (engine: Runtime, server: SshConnection) => Promise<void>,
): Promise<Shown> => {
  await parts.servers.use(view.serverId, (server) => run(serviceTypes[view.type].runtime, server));
  return parts.watches.refresh(view.serverId, view.id);
};

const refuseFixedNumber = (spec: ServiceSpec, replicas: number): void => {
  if (specFacts(spec).scaledTo(replicas) !== null) return;
  const reason = `a service of the type ${spec.type} has a number of replicas of its own; start or stop it instead`;
  throw new AppError('CONFLICT', { field: 'replicas', reason });
};

const refuseSharedPort = ({ type }: ServiceView, spec: ServiceSpec, replicas: number): void => {
  if (replicaConflict({ ...serviceTypes[type].contentOf(spec), replicas }).length === 0) return;
  const message = 'replicas cannot all hold the same port of one server; publish no port, or take 1';
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'replicas', message }] });
};
