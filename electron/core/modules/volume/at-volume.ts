import { AppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { VolumePlace } from '../../remote/volume/in-volume.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { requireMay, rootPermission } from '../node/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { placeOf, type Wanted } from './found.ts';

/** What working on volumes needs, besides the request. */
export interface VolumeParts {
  readonly servers: Pick<ServerAccess, 'use'>;
}

export type VolumeContext = OperationContext & VolumeParts;

/** The server of a service; CONFLICT where none is chosen. */
export function serverOfService(store: Store, serviceId: string): string {
  const query = sql.selectFrom('service').select('server_id').where('id', '=', serviceId);
  const { server_id: serverId } = requireRow(store.database.first(query), 'service', serviceId);
  if (serverId !== null) return serverId;
  throw new AppError('CONFLICT', {
    field: 'serviceId',
    reason: 'it is on no server yet; configure it first',
  });
}

/**
 * Does something with a volume, or a folder that is mounted, on the server of its service. NOT_FOUND where the service has
 * none of that name, FORBIDDEN for one of the server itself to whoever may not be root there. Who lost the right to it
 * while the server was waited for is refused before anything is done.
 */
export async function atVolume<T>(
  context: VolumeContext,
  { serviceId, volume }: Wanted,
  act: (connection: SshConnection, place: VolumePlace) => Promise<T>,
): Promise<T> {
  const serverId = serverOfService(context.store, serviceId);
  if (volume.startsWith('/')) requireMay(context, rootPermission, serverId);
  return context.servers.use(
    serverId,
    async (connection) => {
      const found = await placeOf(connection, context.store, { serviceId, volume });
      if (!found) throw new AppError('NOT_FOUND', { kind: 'volume', id: volume, field: 'volume' });
      context.judgeAgain();
      if (found.kind === 'bind') requireMay(context, rootPermission, serverId);
      return act(connection, found.place);
    },
    context.signal,
  );
}
