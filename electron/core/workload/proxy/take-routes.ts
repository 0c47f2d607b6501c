import { connectToNetwork } from '../../remote/docker/create-container.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { putFile, textOfFile } from './files.ts';
import { findProxy, type ProxyPlace, runningProxy } from './place.ts';
import { proxies } from './proxies.ts';
import { otherSlot, type ServiceRoutes, type Slot } from './routes.ts';

/** What is to lead to a service from now on. */
export interface RoutesWanted {
  readonly routes: ServiceRoutes;
  /** Which of its places serves; undefined where that stays as it is. */
  readonly slot: Slot | undefined;
  /** The networks by which the proxy reaches its replicas, by id. */
  readonly networks: readonly string[];
  /** A proxy that does not run leads there once it starts again, which is enough; otherwise it is REMOTE_FAILED. */
  readonly mayRest?: boolean | undefined;
}

/**
 * Makes the proxy of a server lead to a service as it is wanted, and resolves when the proxy itself shows it. What it
 * refuses is taken back, so that it goes on as before. May be done again after a crash at any point.
 */
export async function takeRoutes(connection: SshConnection, wanted: RoutesWanted): Promise<void> {
  const isNothing = wanted.routes.routes.length === 0;
  const mayRest = isNothing || wanted.mayRest === true;
  const place = mayRest ? await findProxy(connection) : await runningProxy(connection);
  if (!place) return;
  const { serviceId } = wanted.routes;
  const before = await slotOf(place, serviceId);
  const slot = wanted.slot ?? before;
  const text = proxies[place.type].textOf(wanted.routes, slot);
  for (const network of isNothing ? [] : wanted.networks) {
    await connectToNetwork(place.docker, network, place.containerId);
  }
  await write(place, serviceId, { text, slot });
}

/** Puts a file in the place of a service's own, with the same care; what the proxy refuses is taken back. */
export async function putRouteFile(place: ProxyPlace, serviceId: string, text: string | null): Promise<void> {
  await write(place, serviceId, { text, slot: await slotOf(place, serviceId) });
}

/** Which of the two places of a service its proxy sends visitors to. */
export async function slotOf({ connection, folder }: ProxyPlace, serviceId: string): Promise<Slot> {
  return (await textOfFile(connection, slotPath(folder, serviceId))) === null ? 'a' : 'b';
}

const slotPath = (folder: string, serviceId: string): string => `${folder}/slots/${serviceId}`;

async function write(
  place: ProxyPlace,
  serviceId: string,
  { text, slot }: { readonly text: string | null; readonly slot: Slot },
): Promise<void> {
  const { connection, folder, type } = place;
  const proxy = proxies[type];
  const name = proxy.fileName(serviceId);
  const path = `${folder}/routes/${name}`;
  const [before, slotBefore] = await Promise.all([textOfFile(connection, path), slotOf(place, serviceId)]);
  if (before !== text && before !== null) await putFile(connection, `${folder}/previous/${name}`, before);
  if (before !== text) await putFile(connection, path, text);
  await putSlot(place, serviceId, text === null ? 'a' : slot);
  if (!place.isRunning) return;
  try {
    await proxy.settle(place, { serviceId, before, text });
  } catch (error) {
    await putFile(connection, path, before);
    await putSlot(place, serviceId, slotBefore);
    throw error;
  }
}

const putSlot = ({ connection, folder }: ProxyPlace, serviceId: string, slot: Slot): Promise<void> =>
  putFile(connection, slotPath(folder, serviceId), slot === otherSlot('a') ? `${slot}\n` : null);
