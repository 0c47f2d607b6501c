import { AppError } from '#shared/model/errors.ts';
import { moveObjections, reachedByMove, requireNone } from '../../../access/giving/index.ts';
import type { ToUndo } from '../../../runs/index.ts';
import { announceAccess } from '../../../seats/index.ts';
import { sql } from '../../../store/database.ts';
import type { Store, Transaction } from '../../../store/store.ts';
import { dropDependencies } from '../../../workload/drop-dependencies.ts';
import { rememberLeftover, removeLeftover } from '../../../workload/index.ts';
import { domainsBetween, routeConflicts } from '../../domain/index.ts';
import type { DeploymentRun } from '../deployment-run.ts';
import { patchDeployment } from '../rows.ts';
import { isSameServer, type Move, networkOf } from './place.ts';
import { aliasBlockers } from './target.ts';

/** Refuses a move whose asker may not do it any more, or whose environment or server went: judged before each step that changes a server. */
export function requireStillMay({ store }: { readonly store: Store }, serviceId: string, move: Move): void {
  const { access } = store;
  const [node, environment] = [access.node(serviceId), access.node(move.to.environmentId)];
  if (!node || !environment) throw gone(`the environment “${move.to.environment}” was deleted meanwhile`);
  if (!access.node(move.to.serverId)) throw gone(`the server “${move.to.serverName}” was removed meanwhile`);
  const caller = { subject: move.subject };
  const may = [
    ['service.update', serviceId],
    ['deployment.create', serviceId],
    ['service.create', environment.id],
    ['deployment.create', environment.id],
    ['server.read', move.to.serverId],
  ] as const;
  for (const [permission, nodeId] of may) {
    const isOwn = permission === 'server.read' && isSameServer(move);
    if (isOwn || access.can(caller.subject, permission, nodeId)) continue;
    throw gone(`whoever asked for it may not any more: ${permission}`);
  }
  requireNone(moveObjections({ store, caller }, node, environment));
}

/** Refuses a move to where another service got one of its domains, or its name in DNS, while it was under way. */
export function requireFreeThere(store: Store, serviceId: string, { from, to }: Move): void {
  const conflicts =
    from.serverId === to.serverId
      ? []
      : routeConflicts(store, serviceId, to.serverId).map((each) => `${each}.`);
  const problems = [...conflicts, ...aliasBlockers(store, serviceId, to.environmentId)];
  if (problems.length > 0) throw gone(problems.join(' '));
}

function gone(reason: string): AppError {
  return new AppError('CONFLICT', { field: 'environmentId', reason });
}

/**
 * Makes the new place the service's own, in one transaction: from here on there is no way back. Answers why that cannot be
 * any more, as where its name or a domain of it was taken there meanwhile; then nothing was written.
 */
export function settleIn(run: DeploymentRun, move: Move): ToUndo | undefined {
  const { store } = run.parts;
  const serviceId = run.service.id;
  try {
    requireStillMay(run.parts, serviceId, move);
    store.write((tx) => {
      requireFreeThere(store, serviceId, move);
      settle(tx, store, run, move);
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
    return { reason: (undone) => `It could not take its new place: ${error.message} ${undone}`.trim() };
  }
}

function settle(tx: Transaction, store: Store, run: DeploymentRun, { to }: Move): void {
  const { id } = run.service;
  const node = store.access.node(id);
  const target = store.access.node(to.environmentId);
  if (node && target && node.parent?.id !== target.id) {
    const reached = reachedByMove({ store }, node, target);
    dropDependencies(tx, id);
    tx.moveNode(id, target.id);
    announceAccess(tx, reached);
  }
  const columns = { server_id: to.serverId, current_deployment_id: run.deploymentId };
  tx.database.run(sql.updateTable('service').set(columns).where('id', '=', id));
  patchDeployment(tx, run.deploymentId, { progress: { isRetiring: true } });
}

/**
 * Takes away what is left at the old place; the service is at the new one, whatever comes of this. A server that cannot be
 * reached keeps it as an orphan, which goes when the server is back.
 */
export async function leaveOldPlace(run: DeploymentRun, move: Move): Promise<void> {
  const network = networkOf(run.service, move.from);
  if (isSameServer(move)) return leaveNetwork(run, { environmentId: move.from.environmentId, network });
  const left = {
    type: run.service.type,
    serviceId: run.service.id,
    environmentId: move.from.environmentId,
    network,
    volumes: [],
  };
  try {
    await removeLeftover(run.parts, move.from.serverId, left);
    run.log.say(`Ended on ${move.from.serverName}.`);
  } catch (error) {
    if (!(error instanceof AppError) || run.closing.aborted) throw error;
    rememberLeftover(run.parts.store, {
      organizationId: run.service.ids.organization,
      serverId: move.from.serverId,
      name: run.service.names.service,
      left,
    });
    run.log.say(`It stays on ${move.from.serverName} until it can be removed there: ${error.message}`);
  }
}

/** Says whose names still lead to the old server, with the record that leads to the new one. */
export async function sayDomains(run: DeploymentRun, move: Move): Promise<void> {
  if (isSameServer(move) || !run.isRouted) return;
  const ends = { fromServerId: move.from.serverId, toServerId: move.to.serverId };
  const domains = await domainsBetween(run.parts.store, { serviceId: run.service.id, ...ends }, run.closing);
  for (const { host, leadsTo, record } of domains) {
    if (leadsTo === 'there' || !record) continue;
    const where = leadsTo === 'here' ? `still leads to ${move.from.serverName}` : 'does not lead to it';
    run.log.say(`${host} ${where}: create the record ${record.type} ${record.name} ${record.value}.`);
  }
}

/** Takes the network of an environment away that the service left, unless something else is in it. */
export async function leaveNetwork(
  run: DeploymentRun,
  { environmentId, network }: { readonly environmentId: string; readonly network: string },
): Promise<void> {
  const { runtime } = run.type;
  const left = { serviceId: run.service.id, environmentId, network };
  const leaving = () => run.ssh((connection) => runtime.leaveEnvironment(connection, left));
  const isLeft = await run.persist('leaving the network of the environment', leaving, run.closing);
  if (isLeft) run.log.say(`The network ${network} stays, since something else is attached to it.`);
}
