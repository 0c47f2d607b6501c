import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../../remote/docker/client.ts';
import { inspectImage } from '../../../remote/docker/images.ts';
import { sql } from '../../../store/database.ts';
import type { Store } from '../../../store/store.ts';
import { parseLeftover, portConflicts, type ServiceView, serviceTypes } from '../../../workload/index.ts';
import { routeBlockers } from '../../domain/index.ts';
import type { DeploymentParts } from '../deployment-run.ts';
import type { DeploymentRow } from '../rows.ts';
import { withinPatience } from '../within-patience.ts';
import type { Place } from './place.ts';

interface Looked {
  readonly from: Place;
  readonly to: Place;
  readonly running: Pick<DeploymentRow, 'commit_hash' | 'image_id' | 'image_digest' | 'image_reference'>;
  readonly spec: NonNullable<ServiceView['spec']>;
}

/** Why the new server could not run it, by asking it. */
export async function look(
  parts: DeploymentParts,
  view: ServiceView,
  { from, to, running, spec }: Looked,
): Promise<string[]> {
  const type = serviceTypes[view.type];
  const isOther = from.serverId !== to.serverId;
  const content = type.contentOf(spec);
  const hasHostPorts = isOther && content.ports.some(({ hostPort }) => hostPort !== undefined);
  const isInRegistry = running.image_digest !== running.image_id;
  const isNeeded = isOther && running.commit_hash === null && !isInRegistry && view.type === 'application';
  try {
    const asked = parts.servers.use(to.serverId, (connection) =>
      Promise.all([
        type.runtime.plan(connection, { serviceId: view.id, hasHostPorts }),
        routeBlockers(parts.store, view.id, connection, to.serverId),
        isNeeded && running.image_id ? inspectImage(dockerOver(connection), running.image_id) : true,
      ]),
    );
    const [found, routes, image] = await withinPatience(
      to.serverName,
      parts.servers.asked(to.serverId, asked),
    );
    const isStray = isOther && found.version !== null;
    return [
      ...portConflicts(content, hasHostPorts ? found.holders : []),
      ...routes,
      ...(isStray ? [`Something of it runs on ${to.serverName} already; remove it there first.`] : []),
      ...(image === null ? await withoutImage(parts, from, running) : []),
      ...leftBehind(parts.store, view.id, to),
    ];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.message];
  }
}

/** An image that is in no registry is sent from the old server, where that answers and has it. */
async function withoutImage(
  parts: DeploymentParts,
  { serverId, serverName }: Place,
  { image_id, image_reference }: Looked['running'],
): Promise<string[]> {
  const what = `Its image ${image_reference} is in no registry`;
  const cure = 'push it to a registry, or deploy it anew';
  try {
    const asked = parts.servers.use(serverId, (connection) =>
      inspectImage(dockerOver(connection), image_id ?? ''),
    );
    const image = await withinPatience(serverName, parts.servers.asked(serverId, asked));
    return image ? [] : [`${what}, and was removed from ${serverName}: ${cure}.`];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [`${what}, and ${serverName}, which has it, cannot be asked for it: ${error.message}`];
  }
}

/** What an earlier move left on a server is removed once that can be reached, which would take the service along. */
function leftBehind({ database }: Store, serviceId: string, { serverId, serverName }: Place): string[] {
  const orphans = database.all(sql.selectFrom('orphan').select('what').where('server_id', '=', serverId));
  const isLeft = orphans.some(({ what }) => parseLeftover(what).serviceId === serviceId);
  return isLeft
    ? [`What it left on ${serverName} earlier is still to be removed there; connect to the server first.`]
    : [];
}
