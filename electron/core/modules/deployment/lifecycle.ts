import type { Runtime } from '#shared/contract/service.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { hasUnfinishedRun } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import { swarmRuntime } from '../../workload/index.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { type ServiceView, serviceView } from './view.ts';

/** Refuses while a deployment is under way: both would write over each other. */
const deployed = (parts: DeploymentParts, serviceId: string): ServiceView & { serverId: string } => {
  const view = serviceView(parts.store, serviceId);
  if (hasUnfinishedRun(parts.store.database, serviceId)) {
    throw new AppError('BUSY', { by: `a deployment of “${view.names.service}”` });
  }
  const { serverId } = view;
  if (serverId === null || view.currentDeploymentId === null) {
    throw new AppError('CONFLICT', { field: '', reason: 'It was never deployed; deploy it first.' });
  }
  return { ...view, serverId };
};

const act = async (
  parts: DeploymentParts,
  view: { id: string; serverId: string },
  run: (connection: SshConnection) => Promise<void>,
): Promise<Runtime> => {
  await parts.servers.use(view.serverId, run);
  return parts.watches.refresh(view.serverId, view.id);
};

/** Starts a stopped service with the replicas it is configured for, 1 where that is 0. */
export const startService = async (
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> => {
  const view = deployed(parts, id);
  const replicas = Math.max(1, view.spec?.replicas ?? 1);
  const runtime = await act(parts, view, (connection) => swarmRuntime.scale(connection, id, replicas));
  context.write((tx) => tx.audit({ fact: { type: 'started', replicas } }));
  return runtime;
};

/** Stops every replica; the service stays on its server with all its settings. */
export const stopService = async (
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> => {
  const runtime = await act(parts, deployed(parts, id), (connection) =>
    swarmRuntime.scale(connection, id, 0),
  );
  context.write((tx) => tx.audit({ fact: { type: 'stopped' } }));
  return runtime;
};

/** Replaces every replica by a new one of the same version, in the order of an update. */
export const restartEverything = async (
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> => {
  const runtime = await act(parts, deployed(parts, id), (connection) => swarmRuntime.restart(connection, id));
  context.write((tx) => tx.audit({ fact: { type: 'restarted' } }));
  return runtime;
};

const refuseSharedPort = (view: ServiceView, replicas: number): void => {
  if (replicas > 1 && view.spec?.ports.some(({ hostPort }) => hostPort !== undefined)) {
    const message = 'replicas cannot all hold the same port of one server; publish no port, or take 1';
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'replicas', message }] });
  }
};

/** Sets the replicas on the server now and in the configuration for later deployments. */
export const scaleTo = async (
  parts: DeploymentParts,
  context: OperationContext,
  target: { serviceId: string; replicas: number },
): Promise<Runtime> => {
  const { serviceId: id, replicas } = target;
  const view = deployed(parts, id);
  refuseSharedPort(view, replicas);
  const runtime = await act(parts, view, (connection) => swarmRuntime.scale(connection, id, replicas));
  context.write((tx) => {
    const now = serviceView(context.store, id);
    if (!now.spec) return;
    const spec = JSON.stringify({ ...now.spec, replicas });
    tx.database.run(
      sql
        .updateTable('service')
        .set((eb) => ({ spec, version: eb('version', '+', 1) }))
        .where('id', '=', id),
    );
    tx.announce({ kind: 'service', nodeId: id, verb: 'updated' });
    tx.audit({ changes: [{ field: 'replicas', before: now.spec.replicas, after: replicas }] });
  });
  return runtime;
};
