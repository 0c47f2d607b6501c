import { exec } from '../../remote/ssh/exec.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { PortHolder } from './held-ports.ts';

const files = ['/proc/net/tcp', '/proc/net/tcp6', '/proc/net/udp', '/proc/net/udp6'];
/** TCP_LISTEN and, for UDP, TCP_CLOSE (a bound socket). Source: Linux, include/net/tcp_states.h. */
const bound = { '0A': 'tcp', '07': 'udp' } as const;

/**
 * The ports that programs of a server listen on, from Linux's `/proc/net/{tcp,udp}[6]` put together. One on
 * loopback counts: Docker binds all addresses, which fails then too.
 */
export const parseListening = (text: string): PortHolder[] => {
  const found = new Map<string, PortHolder>();
  for (const line of text.split('\n')) {
    const [, local = '', , state = ''] = line.trim().split(/\s+/);
    const port = Number.parseInt(/^[0-9A-F]+:([0-9A-F]{4})$/.exec(local)?.[1] ?? '0', 16);
    const protocol = state in bound ? bound[state as keyof typeof bound] : undefined;
    if (!protocol || port === 0) continue;
    found.set(`${port}/${protocol}`, { port, protocol, by: 'another program on the server' });
  }
  return [...found.values()];
};

/** Reads which ports of the server are taken by programs; a server without /proc answers none. */
export const listeningPorts = async (connection: SshConnection): Promise<PortHolder[]> => {
  const { stdout } = await exec(connection, ['cat', ...files], { timeoutMs: 10_000, maxBytes: 4_194_304 });
  return parseListening(stdout.toString('latin1'));
};
