import { dirname } from 'node:path';
import type { Host } from '../../host.ts';
import type { KnownHostLine } from '../../remote/ssh/known-hosts.ts';

/** The folder that `~` stands for: the one that holds the host's `.ssh`. */
export const homeOf = (host: Host): string => dirname(host.sshFolder);

/** The person's known_hosts, read anew each time; of no use to whom the operator gave no right to it. */
export const knownHosts = async (host: Host, mayUseMachine: boolean): Promise<KnownHostLine[]> => {
  if (!mayUseMachine) return [];
  const { readKnownHosts } = await import('../../remote/ssh/known-hosts.ts');
  return readKnownHosts({ home: homeOf(host) });
};

/** The types of the keys that known_hosts has of an address, to be asked for first as ssh does. */
export const knownTypes = async (
  lines: readonly KnownHostLine[],
  host: string,
  port: number,
): Promise<string[]> => {
  const { matchKnownHosts } = await import('../../remote/ssh/known-hosts.ts');
  const own = matchKnownHosts(lines, host, port).filter(({ marker }) => marker === undefined);
  return [...new Set(own.map(({ type }) => type))];
};
