import type { Runtime } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { currentRuntime, restart, scale, serviceView, start, stop } from '../../workload/index.ts';
import { requireUnshared } from '../domain/index.ts';
import { createAgain } from './create.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { replicasBehindProxy } from './replicas-behind-proxy.ts';

/** Starts a stopped service, and leaves a trace of it. */
export async function startService(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  const { runtime, replicas } = await start(parts, id);
  context.write((tx) => {
    tx.audit({ fact: { type: 'started', replicas } });
    parts.routing.leadSharers(tx, id);
  });
  return runtime;
}

/** Stops every replica of a service, and leaves a trace of it. */
export async function stopService(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  requireUnshared(parts.store, id);
  const runtime = await stop(parts, id);
  context.write((tx) => tx.audit({ fact: { type: 'stopped' } }));
  return runtime;
}

/**
 * Replaces every replica of a service, and leaves a trace of it. Behind a proxy it is a deployment of what runs, which
 * answers at once and loses no request.
 */
export async function restartEverything(
  parts: DeploymentParts,
  context: OperationContext,
  id: string,
): Promise<Runtime> {
  const tell = (tx: AuditedTransaction): void => tx.audit({ fact: { type: 'restarted' } });
  const replicas = await replicasBehindProxy(parts, id);
  if (replicas !== null) {
    context.judgeAgain();
    createAgain(context, parts.runs, { serviceId: id, replicas, verb: 'Restart', tell });
    return currentRuntime(parts, id);
  }
  const runtime = await restart(parts, id);
  context.write(tell);
  return runtime;
}

/**
 * Sets the replicas on the server now and in the configuration for later deployments. Fewer ones behind a proxy are a
 * deployment of what runs: Swarm would choose the replica that ends, whatever it is in the middle of.
 */
export async function scaleTo(
  parts: DeploymentParts,
  context: OperationContext,
  target: { serviceId: string; replicas: number },
): Promise<Runtime> {
  const { serviceId: id, replicas } = target;
  const tell = (tx: AuditedTransaction): void => saveReplicas(tx, context, target);
  if (replicas === 0) requireUnshared(parts.store, id);
  const now = replicas === 0 ? null : await replicasBehindProxy(parts, id);
  if (now !== null && replicas < now) {
    context.judgeAgain();
    createAgain(context, parts.runs, { serviceId: id, replicas, verb: 'Scale', tell });
    return currentRuntime(parts, id);
  }
  const runtime = await scale(parts, id, replicas);
  context.write(tell);
  return runtime;
}

function saveReplicas(
  tx: AuditedTransaction,
  { store }: OperationContext,
  { serviceId: id, replicas }: { readonly serviceId: string; readonly replicas: number },
): void {
  const now = serviceView(store, id);
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
}
