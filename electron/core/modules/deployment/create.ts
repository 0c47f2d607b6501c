import type { Deployment } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { hasUnfinishedRun, type Runs } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { type ServiceView, serviceTypes, serviceView, specOf } from '../../workload/index.ts';
import { setServiceState } from '../../workload/service-state.ts';
import { buildServerOf, requireHostAccess } from '../node/index.ts';
import { sentFolderRow } from '../source/index.ts';
import { resolveVariables } from '../variable/index.ts';
import { type DeployedFile, openFiles, resolveFiles, sealFiles } from './files.ts';
import { isSameServer, type Move } from './move/place.ts';
import { withOwnVariables } from './own-variables.ts';
import {
  allDeployments,
  type DeployedVariable,
  type DeploymentRow,
  deploymentRow,
  openVariables,
  partImagesOf,
  patchDeployment,
  sealVariables,
  sourcesOf,
} from './rows.ts';
import { runningOf, savedOf } from './running.ts';
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
  /** The packed folder that is built. */
  readonly folder?: { readonly digest: string; readonly size_bytes: number } | undefined;
  readonly again?: Again | undefined;
  readonly moving?: Moving | undefined;
}

/** That what runs moves with this deployment. */
export interface Moving {
  readonly row: DeploymentRow;
  readonly move: Move;
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
  const { serviceId, rollbackOf, again, moving } = wanted;
  requireNoMove(tx, serviceId);
  if (moving && hasUnfinishedRun(tx.database, serviceId)) {
    throw new AppError('BUSY', { by: 'a deployment of it, which began meanwhile' });
  }
  const kept = moving ? keptByMove(moving) : (rollbackOf ?? again?.row);
  const { caller } = parts.context;
  const number = numberAfter(tx, serviceId);
  const id = tx.createNode({ kind: 'deployment', parentId: serviceId, name: null });
  const run = {
    id,
    kind: 'deployment' as const,
    subject_id: serviceId,
    server_id: wanted.serverId,
    also_on: furtherServers(parts.context.store, wanted, kept),
    title: `${again?.verb ?? (moving ? 'Move' : rollbackOf ? 'Roll back' : 'Deploy')} {name} #${number}`,
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
      move: moving ? JSON.stringify(moving.move) : null,
      image_reference: kept?.image_reference ?? null,
      image_digest: kept?.image_digest ?? null,
      image_id: kept?.image_id ?? null,
      part_images: kept?.part_images ?? null,
      commit_hash: (moving?.row ?? kept)?.commit_hash ?? null,
      source_digest: (moving?.row ?? kept)?.source_digest ?? wanted.folder?.digest ?? null,
      source_size: (moving?.row ?? kept)?.source_size ?? wanted.folder?.size_bytes ?? null,
    }),
  );
  const read = moving?.row ?? kept;
  const sources = read && sourcesOf(read);
  if (sources) patchDeployment(tx, id, { progress: { sources } });
  setServiceState(tx, serviceId, 'deploying');
  if (again) again.tell(tx);
  else {
    const backTo = rollbackOf ? { backTo: rollbackOf.number } : {};
    const told = moving ? movedTo(parts.context.store, moving.move) : { nodeId: id, to: {} };
    const { to, ...rest } = told;
    tx.audit({ ...rest, fact: { type: 'deploymentStarted', number, ...backTo, ...to } });
  }
  return id;
};

/** Where else it works: on what builds it, unless its image is there already, and on what it moves away from. */
const furtherServers = (
  store: Store,
  { serviceId, spec, serverId, moving }: Wanted,
  kept: DeploymentRow | undefined,
): string[] => {
  const organizationId = store.access.node(serviceId)?.organizationId ?? '';
  const builder = kept ? null : buildServerOf(store, { organizationId, spec, serverId });
  return [builder?.id, moving?.move.from.serverId].filter((id) => id !== undefined);
};

/** What of what runs is taken along: another server has no image that was built, unless it is in a registry. */
const keptByMove = ({ row, move }: Moving): DeploymentRow | undefined => {
  if (isSameServer(move)) return row;
  const isBuilt = row.commit_hash !== null || partImagesOf(row).some(({ id, digest }) => id === digest);
  return isBuilt ? undefined : row;
};

/** One that waits would be begun at the place that the service has left by then. */
const requireNoMove = ({ database }: AuditedTransaction, serviceId: string): void => {
  const moves = allDeployments(database, (query) =>
    query.where('node.parent_id', '=', serviceId).where('run.ended_at', 'is', null),
  ).filter(({ move }) => move !== null);
  const [first] = moves;
  if (first) throw new AppError('BUSY', { by: `deployment ${first.number}, which moves it` });
};

const movedTo = (store: Store, { from, to }: Move) => {
  const changes = [
    {
      field: 'environment',
      was: named(store, from.environmentId),
      is: named(store, to.environmentId),
    },
    { field: 'server', was: named(store, from.serverId), is: named(store, to.serverId) },
  ].filter(({ was, is }) => was.id !== is.id);
  return {
    changes,
    to: { movesTo: named(store, isSameEnvironment({ from, to }) ? to.serverId : to.environmentId) },
  };
};

const isSameEnvironment = ({ from, to }: Pick<Move, 'from' | 'to'>): boolean =>
  from.environmentId === to.environmentId;

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
  return deploymentOf(context.store, id);
};

/** One deployment as the contract shows it; NOT_FOUND where it went with its service. */
export const deploymentOf = ({ database }: Store, id: string): Deployment =>
  toDeployment(deploymentRow(database, id));

/** Why a service that is built from a folder cannot be: nobody sent one. */
export const folderBlockers = ({ database }: Store, serviceId: string, spec: ServiceSpec): string[] =>
  isFromFolder(spec) && !sentFolderRow(database, serviceId)
    ? ['No folder was sent yet: send one in its configuration, or with `quayside deploy PATH --folder DIR`.']
    : [];

const isFromFolder = (spec: ServiceSpec): boolean => 'source' in spec && spec.source?.type === 'folder';

const folderFor = (store: Store, serviceId: string, spec: ServiceSpec) => {
  const [blocker] = folderBlockers(store, serviceId, spec);
  if (blocker) refuse('spec.source', blocker);
  return isFromFolder(spec) ? sentFolderRow(store.database, serviceId) : undefined;
};

/**
 * Writes down a deployment of the service as it is configured now. CONFLICT where it has no spec or server, where its build
 * server is gone, or a variable or file cannot be resolved.
 */
export const createDeployment = (context: OperationContext, runs: Runs, serviceId: string): Deployment => {
  const { store } = context;
  const service = serviceView(store, serviceId);
  const [blocker] = localBlockers(service);
  if (blocker) refuse(blocker.field, blocker.reason);
  const { spec, serverId, serverName } = service;
  if (!spec || !serverId || !serverName) return refuse('spec', 'It is not configured.');
  buildServerOf(store, { organizationId: service.ids.organization, spec, serverId });
  const { variables, problems } = resolveVariables(store, serviceId);
  if (problems.length > 0) refuse('variables', problemTexts(context, serviceId, problems).join(' '));
  const resolved = resolveFiles(store, service, serviceTypes[service.type].contentOf(spec));
  if (resolved.problems.length > 0)
    refuse('mounts', problemTexts(context, serviceId, resolved.problems).join(' '));
  const all = withOwnVariables(store, { serviceId, spec }, variables);
  const asked = serviceTypes[service.type].variableProblems?.(spec, all) ?? [];
  if (asked.length > 0) refuse('spec.source.builder', problemTexts(context, serviceId, asked).join(' '));
  return write(context, runs, {
    ...{ serviceId, serverId, serverName, spec, files: resolved.files },
    variables: all,
    folder: folderFor(store, serviceId, spec),
  });
};

/** Why nothing can go back to a deployment, known without asking its server. */
export const rollbackBlockers = (store: Store, row: DeploymentRow): { field: string; reason: string }[] => {
  const { serverId } = serviceView(store, row.service_id);
  const { number, image_id, server_id, server_name } = row;
  if (!image_id)
    return [{ field: 'deploymentId', reason: `Deployment ${number} never got as far as an image.` }];
  return serverId !== null && serverId !== server_id
    ? [{ field: 'serverId', reason: `Deployment ${number} ran on ${server_name}; its image is there.` }]
    : [];
};

/**
 * Writes down a deployment of exactly what an earlier one ran. CONFLICT where that one never had an image, FORBIDDEN where
 * it had a bind that is not saved now and that the caller could not save.
 */
export const createRollback = (context: OperationContext, runs: Runs, deploymentId: string): Deployment => {
  const { store } = context;
  const row = deploymentRow(store.database, deploymentId);
  const [objection] = rollbackBlockers(store, row);
  if (objection) refuse(objection.field, objection.reason);
  const service = serviceView(store, row.service_id);
  const { serverId, serverName } = service;
  if (!serverId || !serverName) return refuse('serverId', 'Choose first the server that it runs on.');
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

/**
 * Writes down a deployment of exactly what runs that takes it to another place. CONFLICT where a variable or file cannot be
 * resolved there.
 */
export const createMove = (
  context: OperationContext,
  runs: Runs,
  {
    serviceId,
    moving,
  }: { readonly serviceId: string; readonly moving: Moving & { readonly spec: ServiceSpec } },
): Deployment => {
  const { store } = context;
  const { spec, move } = moving;
  const { environmentId, serverId, serverName } = move.to;
  const { type } = serviceView(store, serviceId);
  const there = savedOf(store, { id: serviceId, type, spec, serverId, environmentId });
  if (there.problems && there.problems.length > 0) {
    refuse('environmentId', problemTexts(context, serviceId, there.problems).join(' '));
  }
  const { variables, files = [] } = there;
  return write(context, runs, { serviceId, serverId, serverName, spec, variables, files, moving });
};
