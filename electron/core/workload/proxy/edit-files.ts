import { AppError } from '#shared/model/errors.ts';
import { execOrThrow } from '../../remote/ssh/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { readRouteFiles, textOfFile } from './files.ts';
import { findProxy, type ProxyPlace, runningProxy } from './place.ts';
import { proxies } from './proxies.ts';
import type { ServiceRoutes } from './routes.ts';
import { placesOf, putRouteFile, sharedSlots } from './take-routes.ts';

/** One file of a proxy, and what it would be by other routes. */
export interface RouteFile {
  readonly name: string;
  readonly text: string;
  readonly serviceId: string;
  readonly hasPrevious: boolean;
  textFor(routes: ServiceRoutes): Promise<string | null>;
}

/** The files of a server's proxy; none where it has no proxy. */
export async function listRouteFiles(connection: SshConnection): Promise<RouteFile[]> {
  const place = await findProxy(connection);
  if (!place) return [];
  const [files, kept] = await Promise.all([readRouteFiles(connection, place.folder), previousOf(place)]);
  const proxy = proxies[place.type];
  return Promise.all(
    files.map(async ({ name, text }) => {
      const serviceId = serviceOf(name);
      const places = await placesOf(place, serviceId);
      return {
        name,
        text,
        serviceId,
        hasPrevious: kept.has(name),
        textFor: async (routes) => proxy.textOf(routes, places, await sharedSlots(place, routes)),
      };
    }),
  );
}

/** Writes a file that somebody wrote; answers what is wrong with it, and writes nothing then. CONFLICT on `before`. */
export async function writeRouteFile(
  connection: SshConnection,
  { name, text, before }: { readonly name: string; readonly text: string; readonly before: string },
): Promise<string[]> {
  const place = await runningProxy(connection);
  const problems = proxies[place.type].problemsOf(text);
  if (problems.length > 0) return problems;
  if ((await currentText(place, name)) !== before) {
    const reason = 'the file is another one since you opened it; look at it and write again';
    throw new AppError('CONFLICT', { field: 'before', reason });
  }
  await putRouteFile(place, serviceOf(name), text);
  return [];
}

/** Brings the version before back, which becomes the one before in its turn; NOT_FOUND where none is kept. */
export async function undoRouteFile(connection: SshConnection, name: string): Promise<void> {
  const place = await runningProxy(connection);
  await currentText(place, name);
  const previous = await textOfFile(connection, `${place.folder}/previous/${name}`);
  if (previous === null) throw new AppError('NOT_FOUND', { kind: 'earlier version', id: name });
  await putRouteFile(place, serviceOf(name), previous);
}

const serviceOf = (name: string): string => name.replace(/\.\w+$/, '');

/** NOT_FOUND where the proxy reads no such file. */
async function currentText({ connection, folder, type }: ProxyPlace, name: string): Promise<string> {
  const isOfProxy = proxies[type].fileName(serviceOf(name)) === name;
  const text = isOfProxy ? await textOfFile(connection, `${folder}/routes/${name}`) : null;
  if (text === null) throw new AppError('NOT_FOUND', { kind: 'proxy file', id: name });
  return text;
}

async function previousOf({ connection, folder }: ProxyPlace): Promise<Set<string>> {
  const argv = ['ls', '-1', '--', `${folder}/previous`];
  const { stdout } = await execOrThrow(connection, argv, {
    action: 'Looking for earlier files of the proxy',
  });
  return new Set(stdout.toString('utf8').split('\n'));
}
