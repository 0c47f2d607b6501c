import type { OpenedTunnel, Tunnel, TunnelLogin } from '#shared/contract/tunnel.ts';
import { requireHostRight } from '../../access/index.ts';
import type { OpenedSession } from '../database/index.ts';
import type { TunnelContext } from './context.ts';
import { localHost } from './open-tunnel.ts';
import type { TunnelOwner, TunnelWish } from './types.ts';

interface Opening {
  readonly serviceId: string;
  readonly port?: number | undefined;
  readonly localPort?: number | undefined;
  readonly hours: number;
}

/**
 * Opens a tunnel for the caller. A certain port of this machine takes the right to use the machine (R20): what others on it
 * expect to find at that port could be somebody else's service then. A database gets a user that lives as long as the
 * tunnel, so that nobody needs its own password.
 */
export const openTunnel = async (context: TunnelContext, input: Opening): Promise<OpenedTunnel> => {
  const { store, host, caller, databases, tunnels, signal } = context;
  const { serviceId, localPort = 0, hours } = input;
  if (localPort !== 0) requireHostRight({ host, store }, caller, 'use-keys');
  const { leadingTo } = await import('./leading-to.ts');
  const wish = { serviceId, ...leadingTo(store, serviceId, input.port), localPort, hours };
  const session = await sessionFor(context, wish);
  const leave = (): void => {
    // where its server cannot be reached, the user is dropped at the next contact
    if (session) databases.closeSession(session.id).catch(() => undefined);
  };
  let opened: Tunnel;
  try {
    if (session) context.judgeAgain();
    opened = await tunnels.open(ownerOf(context), { ...wish, onEnd: leave }, signal);
  } catch (error) {
    leave();
    throw error;
  }
  const address = `${localHost}:${opened.localPort}`;
  try {
    const changes = session ? [{ field: 'user', after: session.user }] : [];
    context.write((tx) => tx.audit({ fact: { type: 'tunnelOpened', port: wish.port, address }, changes }));
  } catch (error) {
    tunnels.end(serviceId, { tunnelId: opened.id });
    throw error;
  }
  return { ...opened, login: session && loginOf(session, opened) };
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

const hourMs = 60 * 60 * 1_000;

/** Only where the tunnel leads to the port at which the engine listens. */
async function sessionFor(
  { databases }: TunnelContext,
  { serviceId, port, hours }: Pick<TunnelWish, 'serviceId' | 'port' | 'hours'>,
): Promise<OpenedSession | null> {
  if ((await databases.portOf(serviceId)) !== port) return null;
  return databases.openSession({ serviceId, lifetimeMs: hours * hourMs });
}

function loginOf({ user, password, database, texts }: OpenedSession, { localPort }: Tunnel): TunnelLogin {
  return { user, password, database, texts: [...texts({ host: localHost, port: localPort })] };
}
