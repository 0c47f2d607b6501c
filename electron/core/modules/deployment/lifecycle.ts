import type { Runtime } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { restart, scale, serviceView, start, stop } from '../../workload/index.ts';
import type { DeploymentParts } from './deployment-run.ts';

/** Starts a stopped service, and leaves a trace of it. */
export async function startService(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  const { runtime, replicas } = await start(parts, id);
  context.write((tx) => tx.audit({ fact: { type: 'started', replicas } }));
  return runtime;
}

/** Stops every replica of a service, and leaves a trace of it. */
export async function stopService(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  const runtime = await stop(parts, id);
  context.write((tx) => tx.audit({ fact: { type: 'stopped' } }));
  return runtime;
}

/** Replaces every replica of a service, and leaves a trace of it. */
export async function restartEverything(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  const runtime = await restart(parts, id);
  context.write((tx) => tx.audit({ fact: { type: 'restarted' } }));
  return runtime;
}

/** Sets the replicas on the server now and in the configuration for later deployments. */
export async function scaleTo(
  parts: DeploymentParts,
  context: OperationContext,
  target: { serviceId: string; replicas: number },
): Promise<Runtime> {
  const { serviceId: id, replicas } = target;
  const runtime = await scale(parts, id, replicas);
  context.write((tx) => {
    const now = serviceView(context.store, id);
    const before = now.spec && specFacts(now.spec);
    const scaled = before?.scaledTo(replicas);
    if (!before || !scaled) return;
    const spec = JSON.stringify(scaled);
    tx.database.run(
      sql
        .updateTable('service')
        .set((eb) => ({ spec, version: eb('version', '+', 1) }))
        .where('id', '=', id),
    );
    tx.announce({ kind: 'service', nodeId: id, verb: 'updated' });
    tx.audit({ changes: [{ field: 'replicas', before: before.replicas, after: replicas }] });
  });
  return runtime;
}
