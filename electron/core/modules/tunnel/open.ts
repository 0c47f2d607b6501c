import type { Tunnel } from '#shared/contract/tunnel.ts';
import { requireHostRight } from '../../access/index.ts';
import type { TunnelContext } from './context.ts';
import { localHost } from './open-tunnel.ts';
import type { TunnelOwner } from './types.ts';

interface Opening {
  readonly serviceId: string;
  readonly port?: number | undefined;
  readonly localPort?: number | undefined;
  readonly hours: number;
}

/**
 * Opens a tunnel for the caller. A certain port of this machine takes the right to use the machine (R20): what others on it
 * expect to find at that port could be somebody else's service then.
 */
export const openTunnel = async (context: TunnelContext, input: Opening): Promise<Tunnel> => {
  const { store, host, caller, tunnels, signal } = context;
  const { serviceId, localPort = 0, hours } = input;
  if (localPort !== 0) requireHostRight({ host, store }, caller, 'use-keys');
  const { leadingTo } = await import('./leading-to.ts');
  const wish = { serviceId, ...leadingTo(store, serviceId, input.port), localPort, hours };
  const opened = await tunnels.open(ownerOf(context), wish, signal);
  const address = `${localHost}:${opened.localPort}`;
  try {
    context.write((tx) => tx.audit({ fact: { type: 'tunnelOpened', port: wish.port, address } }));
  } catch (error) {
    tunnels.end(serviceId, { tunnelId: opened.id });
    throw error;
  }
  return opened;
};

/** Closes one tunnel to a service, or all that the caller opened to it. */
export const closeTunnels = (
  { tunnels, caller, write }: TunnelContext,
  { serviceId, tunnelId }: { serviceId: string; tunnelId?: string | undefined },
): { closed: number } => {
  const addresses = tunnels.end(serviceId, tunnelId ? { tunnelId } : { accountId: caller.accountId });
  write((tx) => tx.audit({ fact: { type: 'tunnelsClosed', addresses } }));
  return { closed: addresses.length };
};

export function ownerOf({ caller }: Pick<TunnelContext, 'caller'>): TunnelOwner {
  const { subject, accountId, name, via } = caller;
  return { subject, accountId, name, sessionId: via?.type === 'session' ? via.id : null };
}
