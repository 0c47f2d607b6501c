import { connectToNetwork } from '../../remote/docker/create-container.ts';
import { execOrThrow } from '../../remote/ssh/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { putCertificates, removeCertificates, requireCertificates } from './certificate-files.ts';
import { putFile, textOfFile } from './files.ts';
import { findProxy, type ProxyPlace, runningProxy } from './place.ts';
import { proxies } from './proxies.ts';
import { type Places, placeFileName, type ServiceRoutes, type SharedSlots, type Slot } from './routes.ts';

/** What is to lead to a service from now on. */
export interface RoutesWanted {
  readonly routes: ServiceRoutes;
  /** Which of its places serve; undefined where that stays as it is. */
  readonly places: Places | undefined;
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
  const isNothing = wanted.routes.routes.length === 0 && wanted.routes.isShared !== true;
  const mayRest = isNothing || wanted.mayRest === true;
  const place = mayRest ? await findProxy(connection) : await runningProxy(connection);
  if (!place) return;
  const { serviceId } = wanted.routes;
  const places = wanted.places ?? (await placesOf(place, serviceId));
  const text = proxies[place.type].textOf(wanted.routes, places, await sharedSlots(place, wanted.routes));
  for (const network of isNothing ? [] : wanted.networks) {
    await connectToNetwork(place.docker, network, place.containerId);
  }
  await putCertificates(place, wanted.routes);
  await write(place, serviceId, { text, places });
  await removeCertificates(place, serviceId, text);
}

/** Puts a file in the place of a service's own, with the same care; what the proxy refuses is taken back. */
export async function putRouteFile(place: ProxyPlace, serviceId: string, text: string | null): Promise<void> {
  await requireCertificates(place, serviceId, text);
  await write(place, serviceId, { text, places: await placesOf(place, serviceId) });
}

/** The places that serve of the services which some routes share their requests with. */
export async function sharedSlots(place: ProxyPlace, { routes }: ServiceRoutes): Promise<SharedSlots> {
  const ids = new Set(routes.flatMap(({ shares }) => shares.map(({ serviceId }) => serviceId)));
  const found = await Promise.all([...ids].map(async (id) => [id, (await placesOf(place, id)).own] as const));
  return new Map(found);
}

/** To which places of a service, and of its parts, its proxy sends visitors. */
export async function placesOf(place: ProxyPlace, serviceId: string): Promise<Places> {
  const names = await placeFiles(place, serviceId);
  const own: Slot = names.includes(serviceId) ? 'b' : 'a';
  const parts = names.filter((name) => name !== serviceId).map((name) => name.slice(serviceId.length + 1));
  return { own, parts: Object.fromEntries(parts.map((part) => [part, 'b'])) };
}

/** The files there are of a service, each of which says `b` of what it is named after. */
async function placeFiles({ connection, folder }: ProxyPlace, serviceId: string): Promise<string[]> {
  const { stdout } = await execOrThrow(connection, ['ls', '-1', '--', `${folder}/slots`], {
    action: 'Looking which version the proxy leads to',
  });
  const names = stdout.toString('utf8').split('\n');
  return names.filter((name) => name === serviceId || name.startsWith(placeFileName(serviceId, '')));
}

async function write(
  place: ProxyPlace,
  serviceId: string,
  { text, places }: { readonly text: string | null; readonly places: Places },
): Promise<void> {
  const { connection, folder, type } = place;
  const proxy = proxies[type];
  const name = proxy.fileName(serviceId);
  const path = `${folder}/routes/${name}`;
  const [before, placesBefore] = await Promise.all([
    textOfFile(connection, path),
    placesOf(place, serviceId),
  ]);
  if (before !== text && before !== null) await putFile(connection, `${folder}/previous/${name}`, before);
  if (before !== text) await putFile(connection, path, text);
  await putPlaces(place, serviceId, places);
  if (!place.isRunning) return;
  try {
    await proxy.settle(place, { serviceId, before, text });
  } catch (error) {
    await putFile(connection, path, before);
    await putPlaces(place, serviceId, placesBefore);
    throw error;
  }
}

async function putPlaces(place: ProxyPlace, serviceId: string, { own, parts }: Places): Promise<void> {
  const there = new Set(await placeFiles(place, serviceId));
  const inB = Object.keys(parts).filter((part) => parts[part] === 'b');
  const wanted = new Set(
    [...(own === 'b' ? [null] : []), ...inB].map((part) => placeFileName(serviceId, part)),
  );
  const put = (name: string, text: string | null): Promise<void> =>
    putFile(place.connection, `${place.folder}/slots/${name}`, text);
  for (const name of wanted) if (!there.has(name)) await put(name, 'b\n');
  for (const name of there) if (!wanted.has(name)) await put(name, null);
}
