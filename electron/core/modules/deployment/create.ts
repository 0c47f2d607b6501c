import type { Deployment } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditedTransaction, OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import { type ServiceView, serviceTypes, serviceView, specOf } from '../../workload/index.ts';
import { setServiceState } from '../../workload/service-state.ts';
import { requireHostAccess } from '../node/index.ts';
import { resolveVariables } from '../variable/index.ts';
import { type DeployedFile, openFiles, resolveFiles, sealFiles } from './files.ts';
import { withOwnVariables } from './own-variables.ts';
import {
  allDeployments,
  type DeployedVariable,
  type DeploymentRow,
  deploymentRow,
  openVariables,
  sealVariables,
} from './rows.ts';
import { runningOf } from './running.ts';
import { problemTexts } from './variable-problems.ts';
import { toDeployment } from './view.ts';

interface Wanted {
  readonly serviceId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly spec: ServiceSpec;
  readonly variables: readonly DeployedVariable[];
  readonly files: readonly DeployedFile[];
  /** The deployment to go back to, whose image is taken as it was. */
  readonly rollbackOf?: DeploymentRow | undefined;
  readonly again?: Again | undefined;
}

/** Why what runs is deployed once more; its image is taken as it is. */
interface Again {
  readonly row: DeploymentRow;
  readonly verb: 'Restart' | 'Scale';
  /** Writes down what was asked for, in the place of a deployment that was. */
  tell(tx: AuditedTransaction): void;
}

const numberAfter = (tx: AuditedTransaction, serviceId: string): number => {
  const [newest] = allDeployments(tx.database, (query) =>
    query.where('node.parent_id', '=', serviceId).orderBy('deployment.number', 'desc').limit(1),
  );
  return (newest?.number ?? 0) + 1;
};

const insert = (
  tx: AuditedTransaction,
  parts: { context: OperationContext; runs: Runs },
  wanted: Wanted,
): string => {
  const { serviceId, rollbackOf, again } = wanted;
  const kept = rollbackOf ?? again?.row;
  const { caller } = parts.context;
  const number = numberAfter(tx, serviceId);
  const id = tx.createNode({ kind: 'deployment', parentId: serviceId, name: null });
  const run = {
    id,
    kind: 'deployment' as const,
    subject_id: serviceId,
    server_id: wanted.serverId,
    title: `${again?.verb ?? (rollbackOf ? 'Roll back' : 'Deploy')} {name} #${number}`,
    started_by: caller.accountId,
    started_by_name: caller.name,
  };
  // what still waits for its turn would only be overwritten by this one
  parts.runs.add(tx, run, `Deployment ${number} of the same service came before this one began.`);
  tx.database.run(
    sql.insertInto('deployment').values({
      id,
      number,
      server_name: wanted.serverName,
      spec: JSON.stringify(wanted.spec),
      variables: sealVariables(tx, id, wanted.variables),
      files: sealFiles(tx, id, wanted.files),
      rollback_of: rollbackOf?.id ?? null,
      image_reference: kept?.image_reference ?? null,
      image_digest: kept?.image_digest ?? null,
      image_id: kept?.image_id ?? null,
      part_images: kept?.part_images ?? null,
      commit_hash: kept?.commit_hash ?? null,
    }),
  );
  setServiceState(tx, serviceId, 'deploying');
  if (again) again.tell(tx);
  else {
    const backTo = rollbackOf ? { backTo: rollbackOf.number } : {};
    tx.audit({ nodeId: id, fact: { type: 'deploymentStarted', number, ...backTo } });
  }
  return id;
};

const refuse = (field: string, reason: string): never => {
  throw new AppError('CONFLICT', { field, reason });
};

/** Why a service cannot be deployed at all, known without asking its server. */
export const localBlockers = (
  service: Pick<ServiceView, 'type' | 'serverId' | 'serverName' | 'spec'>,
): { field: string; reason: string }[] => [
  ...(service.spec ? [] : [{ field: 'spec', reason: serviceTypes[service.type].words.unconfigured }]),
  ...(service.serverId && service.serverName
    ? []
    : [{ field: 'serverId', reason: 'Choose first the server that it runs on.' }]),
];

const write = (context: OperationContext, runs: Runs, wanted: Wanted): Deployment => {
  const id = context.write((tx) => insert(tx, { context, runs }, wanted));
  return toDeployment(deploymentRow(context.store.database, id));
};

/**
 * Writes down a deployment of the service as it is configured now. CONFLICT where it has no spec or server, or a variable
 * or file cannot be resolved.
 */
export const createDeployment = (context: OperationContext, runs: Runs, serviceId: string): Deployment => {
  const { store } = context;
  const service = serviceView(store, serviceId);
  const [blocker] = localBlockers(service);
  if (blocker) refuse(blocker.field, blocker.reason);
  const { spec, serverId, serverName } = service;
  if (!spec || !serverId || !serverName) return refuse('spec', 'It is not configured.');
  const { variables, problems } = resolveVariables(store, serviceId);
  if (problems.length > 0) refuse('variables', problemTexts(context, serviceId, problems).join(' '));
  const resolved = resolveFiles(store, service, serviceTypes[service.type].contentOf(spec));
  if (resolved.problems.length > 0)
    refuse('mounts', problemTexts(context, serviceId, resolved.problems).join(' '));
  return write(context, runs, {
    ...{ serviceId, serverId, serverName, spec, files: resolved.files },
    variables: withOwnVariables(store, { serviceId, spec }, variables),
  });
};

/**
 * Writes down a deployment of exactly what an earlier one ran. CONFLICT where that one never had an image, FORBIDDEN where
 * it had a bind that is not saved now and that the caller could not save.
 */
export const createRollback = (context: OperationContext, runs: Runs, deploymentId: string): Deployment => {
  const { store } = context;
  const row = deploymentRow(store.database, deploymentId);
  const service = serviceView(store, row.service_id);
  if (!row.image_id) refuse('deploymentId', `Deployment ${row.number} never got as far as an image.`);
  const { serverId, serverName } = service;
  if (!serverId || !serverName) return refuse('serverId', 'Choose first the server that it runs on.');
  if (serverId !== row.server_id) {
    refuse('serverId', `Deployment ${row.number} ran on ${row.server_name}; its image is there.`);
  }
  const spec = specOf(row);
  requireHostAccess(context, {
    organizationId: row.organization_id,
    before: service,
    after: { spec, serverId },
    wasDeployed: true,
  });
  return write(context, runs, {
    serviceId: row.service_id,
    serverId,
    serverName,
    spec,
    // a password that was changed since stays changed
    variables: withOwnVariables(store, { serviceId: row.service_id, spec }, openVariables(store, row)),
    files: openFiles(store, row),
    rollbackOf: row,
  });
};

/**
 * Writes down a deployment of exactly what runs, with another number of replicas where that is said: so each replica is
 * replaced without a request being lost. CONFLICT where nothing runs.
 */
export const createAgain = (
  context: OperationContext,
  runs: Runs,
  { serviceId, replicas, ...why }: Omit<Again, 'row'> & { serviceId: string; replicas: number },
): Deployment => {
  const { store } = context;
  const service = serviceView(store, serviceId);
  const running = runningOf(store, service);
  const { serverId, serverName } = service;
  if (!running || !serverId || !serverName) return refuse('', 'It was never deployed; deploy it first.');
  const { row, configured } = running;
  return write(context, runs, {
    ...{ serviceId, serverId, serverName, variables: configured.variables, files: configured.files ?? [] },
    spec: specFacts(configured.spec).scaledTo(replicas) ?? configured.spec,
    again: { ...why, row },
  });
};
