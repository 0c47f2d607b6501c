import type { Deletion } from '#shared/contract/organization.ts';
import { AppError } from '#shared/model/errors.ts';
import type { IndexedNode } from '../../access/index.ts';
import { hasUnfinishedRun } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import { deletionOf, requireTypedName } from '../node/index.ts';
import type { ServerContext } from './context.ts';
import { serverRow } from './queries.ts';

const namesShown = 5;

const pathOf = (node: IndexedNode | undefined): string => {
  const names: string[] = [];
  for (let above = node ?? null; above?.parent; above = above.parent) names.unshift(above.name ?? above.id);
  return names.join('/');
};

/** The ids as names the caller may see; how many others there are, without their names. */
const namesOf = (context: ServerContext, ids: readonly string[]): string[] => {
  const { access } = context.store;
  const visible = ids.filter((id) => access.canSee(context.caller.subject, id));
  const named = visible.slice(0, namesShown).map((id) => `“${pathOf(access.node(id))}”`);
  const others = ids.length - named.length;
  return others > 0 ? [...named, `${others} more`] : named;
};

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

const servicesOn = (context: ServerContext, serverId: string): string[] =>
  idsOf(context.store.database.all(sql.selectFrom('service').select('id').where('server_id', '=', serverId)));

const serversBehind = (context: ServerContext, serverId: string): string[] =>
  idsOf(
    context.store.database.all(sql.selectFrom('server').select('id').where('jump_server_id', '=', serverId)),
  );

/** The services that are built on a server and run on another one; those of a deployment that is under way as well. */
const servicesBuiltOn = (context: ServerContext, serverId: string): string[] => {
  const rows = context.store.database.connection
    .prepare(
      `SELECT id FROM service WHERE spec ->> '$.source.buildServerId' = :id
       UNION SELECT run.subject_id FROM run JOIN deployment ON deployment.id = run.id
         WHERE run.ended_at IS NULL AND deployment.spec ->> '$.source.buildServerId' = :id`,
    )
    .all({ id: serverId }) as { id: string }[];
  const running = new Set(servicesOn(context, serverId));
  return idsOf(rows).filter((id) => !running.has(id));
};

/** What forgetting a server takes with it, and the services that keep it from being forgotten. */
export const serverDeletion = (context: ServerContext, serverId: string): Deletion => {
  const { name } = serverRow(context.store, serverId);
  const inUse = namesOf(context, servicesOn(context, serverId)).map((service) => ({
    server: name,
    what: `service ${service}, to be moved or deleted first`,
  }));
  const built = namesOf(context, servicesBuiltOn(context, serverId)).map((service) => ({
    server: name,
    what: `service ${service}, which is built on it, to be given another build server or none first`,
  }));
  const deletion = deletionOf(context, serverId);
  return { ...deletion, remote: [...deletion.remote, ...inUse, ...built] };
};

const refuseInUse = (context: ServerContext, serverId: string): void => {
  const refuse = (what: string, cure: string): never => {
    throw new AppError('CONFLICT', { field: 'serverId', reason: `${what}; ${cure}` });
  };
  const services = servicesOn(context, serverId);
  if (services.length > 0) {
    const names = namesOf(context, services).join(', ');
    refuse(`this server is used by ${names}`, 'delete those services or give them another server first');
  }
  const built = servicesBuiltOn(context, serverId);
  if (built.length > 0) {
    const names = namesOf(context, built).join(', ');
    refuse(`this server builds ${names}`, 'give those services another build server first, or none');
  }
  const behind = serversBehind(context, serverId);
  if (behind.length > 0) {
    const names = namesOf(context, behind).join(', ');
    refuse(`${names} connect through this server`, 'give them another jump server first');
  }
  if (hasUnfinishedRun(context.store.database, serverId))
    refuse('a set-up is running on it', 'cancel it first');
};

/** Forgets a server; nothing on it is touched. CONFLICT while services, other servers or a set-up need it. */
export const deleteServer = (
  context: ServerContext,
  { serverId, typedName }: { serverId: string; typedName: string },
): void => {
  requireTypedName(context, serverId, typedName);
  serverRow(context.store, serverId);
  const below = context.store.access.node(serverId)?.children ?? [];
  const setups = [...below].map(({ id }) => id);
  context.write((tx) => {
    refuseInUse(context, serverId);
    tx.audit({ fact: { type: 'serverForgotten' } });
    tx.removeNode(serverId);
  });
  void context.runs.forget(setups);
  context.servers.reset(serverId);
};
