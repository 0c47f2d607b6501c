import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host.ts';
import type { ServerContext } from './context.ts';
import { homeOf } from './known-hosts.ts';
import { serversFor } from './queries.ts';

/** A host of the person's ~/.ssh/config, resolved as ssh would. */
export interface Suggestion {
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly keyPath: string | null;
  readonly jump: string | null;
  readonly isAdded: boolean;
}

/** What ssh tries where the configuration names no key, in its order. */
const usualKeys = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

const isThere = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    // not readable and not there are the same to somebody who picks a key
    return false;
  }
};

const firstThere = async (paths: readonly string[]): Promise<string | null> => {
  for (const path of paths) if (await isThere(path)) return path;
  return null;
};

const shorten = (host: Host, path: string | null): string | null => {
  const home = `${homeOf(host)}/`;
  return path?.startsWith(home) ? `~/${path.slice(home.length)}` : path;
};

const jumpText = (
  hops: readonly { user?: string | undefined; host: string; port?: number | undefined }[],
): string | null =>
  hops.length === 0
    ? null
    : hops
        .map(({ user, host, port }) => `${user ? `${user}@` : ''}${host}${port ? `:${port}` : ''}`)
        .join(',');

/**
 * The hosts of ~/.ssh/config, read now. One that needs a ProxyCommand is left out, for Quayside can't connect
 * to it; `isAdded` says that the organization has the same user at the same address.
 */
export const suggestServers = async (
  context: ServerContext,
  organizationId: string,
): Promise<Suggestion[]> => {
  const { host } = context;
  const { loadSshConfig, listConfigHosts, resolveHost } = await import('../../remote/ssh/config.ts');
  const config = await loadSshConfig({ home: homeOf(host) });
  const present = serversFor(context, organizationId);
  const usual = usualKeys.map((name) => join(host.sshFolder, name));
  const suggestions = listConfigHosts(config).map(async ({ alias }): Promise<Suggestion | null> => {
    const found = resolveHost(config, alias);
    if (found.proxyCommand) return null;
    const { hostName, port, user } = found;
    const keyPath = await firstThere(found.identityFiles.length > 0 ? found.identityFiles : usual);
    return {
      alias,
      host: hostName,
      port,
      user,
      keyPath: shorten(host, keyPath),
      jump: jumpText(found.proxyJump),
      isAdded: present.some(
        (server) =>
          server.host.toLowerCase() === hostName.toLowerCase() &&
          server.port === port &&
          server.user === user,
      ),
    };
  });
  return (await Promise.all(suggestions)).filter((found) => found !== null);
};
