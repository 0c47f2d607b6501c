import type { ProxyFile } from '#shared/contract/proxy.ts';
import { AppError } from '#shared/model/errors.ts';
import { pathTo } from '../../access/index.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { routesOf } from '../domain/index.ts';
import type { ProxyContext } from './context.ts';

/** The files of a server's proxy, each beside what the domains of its service say. */
export async function listFiles(context: ProxyContext, serverId: string): Promise<ProxyFile[]> {
  const { listRouteFiles } = await import('../../workload/index.ts');
  const files = await context.servers.use(serverId, listRouteFiles, context.signal);
  const shown = files.map(async ({ name, text, hasPrevious, serviceId, textFor }) => {
    const service = context.store.access.node(serviceId);
    const isSeen = service !== undefined && context.store.access.canRead(context.caller.subject, serviceId);
    return {
      name,
      text,
      hasPrevious,
      serviceId: isSeen ? serviceId : null,
      path: isSeen ? pathTo(service) : null,
      isAsStored: isSeen ? (await textFor(routesOf(context.store, serviceId))) === text : null,
    };
  });
  return Promise.all(shown);
}

interface Written {
  readonly serverId: string;
  readonly file: string;
  readonly text: string;
  readonly before: string;
}

/** Writes a file by hand; INVALID_INPUT on `text` where it is none of the proxy's, CONFLICT where another one is there. */
export async function writeFile(context: ProxyContext, { serverId, file, text, before }: Written) {
  const { writeRouteFile } = await import('../../workload/index.ts');
  await act(context, serverId, async (connection) => {
    const problems = await writeRouteFile(connection, { name: file, text, before });
    if (problems.length === 0) return;
    const issues = problems.slice(0, 20).map((message) => ({ path: 'text', message }));
    throw new AppError('INVALID_INPUT', { issues });
  });
  context.write((tx) => tx.audit({ changes: [{ field: `proxy file ${file}`, after: 'written by hand' }] }));
  return {};
}

/** Brings back the version of a file that was there before; NOT_FOUND where none is kept. */
export async function undoFile(
  context: ProxyContext,
  { serverId, file }: Pick<Written, 'serverId' | 'file'>,
) {
  const { undoRouteFile } = await import('../../workload/index.ts');
  await act(context, serverId, (connection) => undoRouteFile(connection, file));
  context.write((tx) => tx.audit({ changes: [{ field: `proxy file ${file}`, after: 'as before' }] }));
  return {};
}

function act(context: ProxyContext, serverId: string, run: (connection: SshConnection) => Promise<void>) {
  context.judgeAgain();
  return context.routing.exclusively(serverId, () => context.servers.use(serverId, run));
}
