import { AppError } from '#shared/model/errors.ts';
import { networkNameOf } from '#shared/model/service-names.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Store } from '../../store/store.ts';
import { type ServiceView, serviceView } from '../desired/service-view.ts';
import { removeKeptImages } from '../image/remove-kept-images.ts';
import type { WorkloadParts } from '../parts.ts';
import { firstPlaces } from '../proxy/routes.ts';
import { takeRoutes } from '../proxy/take-routes.ts';
import { serviceTypes } from '../types/service-types.ts';
import { parseLeftover, type StoredLeftover } from './leftover.ts';

/**
 * Removes what a service made on its server, of its volumes those that are named, and its images on servers that built it.
 * Where a server cannot be reached or refuses, it is kept as an orphan that is tried again later; answers in words what stays.
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
  const own = await removeOrRemember(parts, view, { serverId, left });
  const built = { ...left, volumes: [], isBuiltOnly: true };
  const others = buildServersOf(parts.store, serviceId).filter((id) => id !== serverId);
  const stays = [own];
  for (const id of others) stays.push(await removeOrRemember(parts, view, { serverId: id, left: built }));
  return stays.flat();
}

async function removeOrRemember(
  parts: WorkloadParts,
  { ids, names: { service: name } }: Pick<ServiceView, 'ids' | 'names'>,
  { serverId, left }: { readonly serverId: string; readonly left: StoredLeftover },
): Promise<string[]> {
  try {
    await removeLeftover(parts, serverId, left);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    rememberLeftover(parts.store, { organizationId: ids.organization, serverId, name, left });
    parts.watches.adjust();
    const where = parts.store.access.node(serverId)?.name ?? 'its server';
    const what = left.isBuiltOnly ? `What was built of “${name}”` : `“${name}”`;
    return [`${what} stays on ${where} until it can be removed there: ${error.message}`];
  }
}

/** The servers that built a service, as far as they are there still. */
function buildServersOf({ database, access }: Store, serviceId: string): string[] {
  const rows = database.connection
    .prepare(
      `SELECT DISTINCT deployment.spec ->> '$.source.buildServerId' AS id
         FROM deployment JOIN run ON run.id = deployment.id WHERE run.subject_id = ?`,
    )
    .all(serviceId) as { id: string | null }[];
  return rows.flatMap(({ id }) => (id !== null && access.node(id) ? [id] : []));
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

/** Removes everything a service made on a server; what is gone counts as removed. Errors are the server's. */
export async function removeLeftover(
  parts: WorkloadParts,
  serverId: string,
  left: StoredLeftover,
): Promise<void> {
  if (left.isBuiltOnly) {
    return parts.servers.use(serverId, (server) => removeKeptImages(dockerOver(server), left.serviceId));
  }
  const { runtime } = serviceTypes[left.type];
  const { networkInUse } = await parts.servers.use(serverId, async (server) => {
    // visitors are told that nothing is there, before nothing is
    await takeRoutes(server, {
      routes: { serviceId: left.serviceId, routes: [] },
      places: firstPlaces,
      networks: [],
    });
    return runtime.remove(server, left);
  });
  if (networkInUse !== null) {
    parts.host.log.info('a network stays, since it is in use', { network: networkInUse });
  }
}

/** Keeps what a server could not be made to remove, so that it is tried again when that is back. */
export function rememberLeftover(
  store: Store,
  kept: {
    readonly organizationId: string;
    readonly serverId: string;
    readonly name: string;
    readonly left: StoredLeftover;
  },
): void {
  const { organizationId, serverId, name, left } = kept;
  store.write((tx) =>
    tx.database.run(
      sql.insertInto('orphan').values({
        id: newId('orp', tx.now),
        organization_id: organizationId,
        server_id: serverId,
        name,
        what: JSON.stringify(left),
        created_at: tx.now,
      }),
    ),
  );
}
