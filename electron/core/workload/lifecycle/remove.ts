import { AppError } from '#shared/model/errors.ts';
import { networkNameOf } from '#shared/model/service-names.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { type ServiceView, serviceView } from '../desired/service-view.ts';
import type { WorkloadParts } from '../parts.ts';
import { takeRoutes } from '../proxy/take-routes.ts';
import { serviceTypes } from '../types/service-types.ts';
import { parseLeftover, type StoredLeftover } from './leftover.ts';

/**
 * Removes what a service made on its server, of its volumes those that are named. Where the server cannot be reached or refuses, it is kept as an
 * orphan that is tried again later; answers in words what stays.
 */
export async function removeService(
  parts: WorkloadParts,
  serviceId: string,
  volumes: readonly string[] = [],
): Promise<string[]> {
  const view = serviceView(parts.store, serviceId);
  const { serverId, ids, names, type } = view;
  if (serverId === null) return [];
  const left: StoredLeftover = {
    type,
    serviceId,
    environmentId: ids.environment,
    network: networkNameOf(names, ids.environment),
    volumes: [...volumes],
  };
  try {
    await removeLeftover(parts, serverId, left);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    remember(parts, view, left);
    parts.watches.adjust();
    const where = view.serverName ?? 'its server';
    return [`“${names.service}” stays on ${where} until it can be removed there: ${error.message}`];
  }
}

/** Tries the orphans of a server again, as when it can be reached; those that go are forgotten. */
export async function removeOrphans(parts: WorkloadParts, serverId: string): Promise<void> {
  const orphans = parts.store.database.all(
    sql.selectFrom('orphan').selectAll().where('server_id', '=', serverId),
  );
  for (const { id, what } of orphans) {
    try {
      await removeLeftover(parts, serverId, parseLeftover(what));
      parts.store.write((tx) => tx.database.run(sql.deleteFrom('orphan').where('id', '=', id)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      parts.host.log.info('an orphan stays for now', { orphan: id, error: error.message });
      break;
    }
  }
  parts.watches.adjust();
}

/** Removes everything a service made on a server; what is gone counts as removed. */
const removeLeftover = async (
  parts: WorkloadParts,
  serverId: string,
  left: StoredLeftover,
): Promise<void> => {
  const { runtime } = serviceTypes[left.type];
  const { networkInUse } = await parts.servers.use(serverId, async (server) => {
    // visitors are told that nothing is there, before nothing is
    await takeRoutes(server, { routes: { serviceId: left.serviceId, routes: [] }, slot: 'a', networks: [] });
    return runtime.remove(server, left);
  });
  if (networkInUse !== null) {
    parts.host.log.info('a network stays, since it is in use', { network: networkInUse });
  }
};

const remember = (parts: WorkloadParts, service: ServiceView, left: StoredLeftover): void => {
  const { store } = parts;
  store.write((tx) =>
    tx.database.run(
      sql.insertInto('orphan').values({
        id: newId('orp', tx.now),
        organization_id: service.ids.organization,
        server_id: service.serverId ?? '',
        name: service.names.service,
        what: JSON.stringify(left),
        created_at: tx.now,
      }),
    ),
  );
};
