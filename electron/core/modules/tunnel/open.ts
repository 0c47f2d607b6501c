import type { Tunnel } from '#shared/contract/tunnel.ts';
import { AppError } from '#shared/model/errors.ts';
import { webSchemeOf } from '#shared/model/service-address.ts';
import { requireHostRight } from '../../access/index.ts';
import { serviceView } from '../../workload/index.ts';
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
  const { spec } = serviceView(store, serviceId);
  const port = input.port ?? onlyPortOf(spec?.ports ?? []);
  const command = spec?.healthCheck?.command ?? [];
  const scheme = webSchemeOf({ containerPort: port, protocol: 'tcp', healthCommand: command }) ?? null;
  const opened = await tunnels.open(ownerOf(context), { serviceId, port, localPort, hours, scheme }, signal);
  const address = `${localHost}:${opened.localPort}`;
  try {
    context.write((tx) => tx.audit({ fact: { type: 'tunnelOpened', port, address } }));
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

/** The TCP port that a service says it listens at, where there is exactly one. */
function onlyPortOf(ports: readonly { containerPort: number; protocol: 'tcp' | 'udp' }[]): number {
  const tcp = new Set(
    ports.flatMap(({ containerPort, protocol }) => (protocol === 'tcp' ? containerPort : [])),
  );
  const [first] = tcp;
  if (first !== undefined && tcp.size === 1) return first;
  const message =
    first === undefined ? 'is needed: the service names none' : `is needed: ${[...tcp].join(' or ')}`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'port', message }] });
}
