import { AppError, isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { listContainers, removeContainer, stopContainer } from '../../remote/docker/containers.ts';
import { listImages, removeImage } from '../../remote/docker/images.ts';
import { inspectNetwork, removeNetwork } from '../../remote/docker/networks.ts';
import { listServices, removeService as removeFromSwarm } from '../../remote/docker/services.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { label } from './desired-service.ts';
import { keptRepositoryOf, networkNameOf } from './names.ts';
import { serviceView } from './view.ts';

/** What a service left on a server, enough to remove it without the service's rows. */
export interface Leftover {
  readonly serviceId: string;
  readonly environmentId: string;
  readonly network: string;
}

const graceSeconds = 10;

/** Somebody, as Swarm itself a little later, removes the very same container: that is as good. */
const quietly = async (removing: Promise<void>): Promise<void> => {
  try {
    await removing;
  } catch (error) {
    const isGone = isAppError(error, 'CONFLICT') || isAppError(error, 'NOT_FOUND');
    if (!isGone && !(error instanceof AppError && /no such container/i.test(error.message))) throw error;
  }
};

/** Swarm ends the tasks of a removed service only seconds later; here they are asked to end at once. */
const removeContainers = async (docker: DockerClient, serviceId: string): Promise<void> => {
  const containers = await listContainers(docker, { all: true, labels: { [label.service]: serviceId } });
  await Promise.all(
    containers.map(async ({ id, state }) => {
      if (state === 'running') await quietly(stopContainer(docker, id, { timeoutSeconds: graceSeconds }));
      await quietly(removeContainer(docker, id));
    }),
  );
};

/** Removes everything a service made on a server; what is gone counts as removed. Volumes are kept. */
export const removeLeftover = async (
  parts: DeploymentParts,
  serverId: string,
  left: Leftover,
): Promise<void> => {
  await parts.servers.use(serverId, async (connection) => {
    const docker = dockerOver(connection);
    const services = await listServices(docker, { labels: { [label.service]: left.serviceId } });
    for (const { id } of services) await removeFromSwarm(docker, id);
    await removeContainers(docker, left.serviceId);
    const images = await listImages(docker, { reference: `${keptRepositoryOf(left.serviceId)}:*` });
    for (const tag of images.flatMap(({ tags }) => tags)) {
      if (tag.startsWith(`${keptRepositoryOf(left.serviceId)}:`)) await removeImage(docker, tag);
    }
    const others = await listServices(docker, { labels: { [label.environment]: left.environmentId } });
    if (others.length === 0 && (await inspectNetwork(docker, left.network))) {
      // attached by somebody by hand: it is theirs then, and stays
      await removeNetwork(docker, left.network).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        parts.host.log.info('a network stays, since it is in use', { network: left.network });
      });
    }
  });
};

const remember = (parts: DeploymentParts, service: ReturnType<typeof serviceView>, left: Leftover): void => {
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

/**
 * Removes what a service made on its server. Where the server cannot be reached or refuses, it is kept as an
 * orphan that is tried again later; answers in words what stays.
 */
export const removeService = async (parts: DeploymentParts, serviceId: string): Promise<string[]> => {
  const view = serviceView(parts.store, serviceId);
  const { serverId, ids, names } = view;
  if (serverId === null) return [];
  const left: Leftover = {
    serviceId,
    environmentId: ids.environment,
    network: networkNameOf(names, ids.environment),
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
};

/** Tries the orphans of a server again, as when it can be reached; those that go are forgotten. */
export const removeOrphans = async (parts: DeploymentParts, serverId: string): Promise<void> => {
  const orphans = parts.store.database.all(
    sql.selectFrom('orphan').selectAll().where('server_id', '=', serverId),
  );
  for (const { id, what } of orphans) {
    try {
      await removeLeftover(parts, serverId, JSON.parse(what) as Leftover);
      parts.store.write((tx) => tx.database.run(sql.deleteFrom('orphan').where('id', '=', id)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      parts.host.log.info('an orphan stays for now', { orphan: id, error: error.message });
      break;
    }
  }
  parts.watches.adjust();
};
