import { randomBytes } from 'node:crypto';
import type { Tunnel } from '#shared/contract/tunnel.ts';
import { AppError } from '#shared/model/errors.ts';
import { webUrl } from '#shared/model/service-address.ts';
import { pathTo } from '../../access/index.ts';
import { every } from '../../events/every.ts';
import type { Host } from '../../host.ts';
import type { Hold } from '../../remote/ssh/pool.ts';
import { instant, requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import type { Sessions } from '../session/index.ts';
import { requireRoom } from './limits.ts';
import { localHost, OpenTunnel } from './open-tunnel.ts';
import { letGo } from './relay.ts';
import type { DialService, TunnelOwner, Tunnels, TunnelWish } from './types.ts';

interface Entry {
  readonly id: string;
  readonly owner: TunnelOwner;
  readonly wish: TunnelWish;
  readonly organizationId: string;
  readonly serverId: string;
  readonly tunnel: OpenTunnel;
  readonly hold: Hold;
  readonly openedAt: number;
  readonly expiresAt: number;
  /** What it had carried when that was last looked at, and since when that is so. */
  seen: string;
  quietSince: number;
}

const hourMs = 60 * 60 * 1_000;
/** Carrying nothing for so long, a tunnel is forgotten rather than used. */
const quietMs = 2 * hourMs;
const lookEveryMs = 1_000;

/** Makes the owner of all tunnels. */
export const createTunnels = (parts: {
  store: Store;
  host: Host;
  servers: ServerAccess;
  sessions: Pick<Sessions, 'isOpen' | 'onChange'>;
  /** In the place of the way through SSH, for tests. */
  dial?: DialService;
  lookMs?: number;
}): Tunnels => {
  const { store, host, servers, sessions, dial = dialLater(parts), lookMs = lookEveryMs } = parts;
  const entries = new Map<string, Entry>();
  /** Reserved while a tunnel is being opened, so that many at once keep the limits as well. */
  const opening = new Set<{ accountId: string; organizationId: string }>();

  const isAllowed = ({ subject, sessionId }: TunnelOwner, serviceId: string): boolean =>
    store.access.can(subject, 'tunnel.open', serviceId) && (sessionId === null || sessions.isOpen(sessionId));

  const announce = ({ organizationId, wish }: Pick<Entry, 'organizationId' | 'wish'>): void =>
    store.changes.publish(organizationId, [
      { kind: 'tunnel', nodeId: wish.serviceId, parentId: null, verb: 'state' },
    ]);

  const end = (entry: Entry): void => {
    if (!entries.delete(entry.id)) return;
    entry.tunnel.close();
    entry.hold.release();
    entry.wish.onEnd?.();
    announce(entry);
  };

  const endForbidden = (): void => {
    for (const entry of [...entries.values()]) {
      const isThere = store.access.node(entry.serverId) !== undefined;
      if (!isThere || !isAllowed(entry.owner, entry.wish.serviceId)) end(entry);
    }
  };

  /** Ends what is over, and tells of what has moved. */
  const look = (): void => {
    const now = store.now();
    for (const entry of [...entries.values()]) {
      const seen = JSON.stringify(entry.tunnel.figures);
      if (seen !== entry.seen) {
        entry.seen = seen;
        entry.quietSince = now;
        announce(entry);
      }
      if (now >= entry.expiresAt || now - entry.quietSince >= quietMs) end(entry);
    }
  };

  const watches = [
    store.access.onChange(endForbidden),
    sessions.onChange(endForbidden),
    every(lookMs, look, { log: host.log, what: 'looking after tunnels' }),
  ];

  const keep = (
    owner: TunnelOwner,
    wish: TunnelWish,
    made: Pick<Entry, 'organizationId' | 'serverId' | 'tunnel' | 'hold'>,
  ): Entry => {
    const openedAt = store.now();
    const entry: Entry = {
      ...made,
      id: `tun_${randomBytes(16).toString('hex')}`,
      owner,
      wish,
      openedAt,
      expiresAt: openedAt + wish.hours * hourMs,
      seen: JSON.stringify(made.tunnel.figures),
      quietSince: openedAt,
    };
    entries.set(entry.id, entry);
    announce(entry);
    return entry;
  };

  const toTunnel = (entry: Entry, accountId: string): Tunnel => {
    const { id, owner, wish, tunnel, openedAt, expiresAt } = entry;
    const node = store.access.node(wish.serviceId);
    return {
      id,
      serviceId: wish.serviceId,
      path: node ? pathTo(node) : '',
      port: wish.port,
      localHost,
      localPort: tunnel.localPort,
      url: (wish.scheme && webUrl(wish.scheme, localHost, tunnel.localPort)) ?? null,
      openedBy: owner.name,
      isOwn: owner.accountId === accountId,
      openedAt: instant(openedAt),
      expiresAt: instant(expiresAt),
      ...tunnel.figures,
    };
  };

  return {
    async open(owner, wish, signal) {
      const { serviceId, port } = wish;
      const { organizationId } = requireRow(store.access.node(serviceId), 'service', serviceId);
      const reservation = { accountId: owner.accountId, organizationId };
      requireRoom([...ownersOf(entries), ...opening], reservation);
      opening.add(reservation);
      try {
        const reach = (until: AbortSignal) => dial({ serviceId, port }, until);
        const tunnel = await OpenTunnel.listen(wish.localPort, reach);
        try {
          const { far, serverId } = await reach(signal);
          letGo(far);
          if (!isAllowed(owner, serviceId)) throw gone();
          const made = { organizationId, serverId, tunnel, hold: servers.hold(serverId) };
          return toTunnel(keep(owner, wish, made), owner.accountId);
        } catch (error) {
          tunnel.close();
          throw error;
        }
      } finally {
        opening.delete(reservation);
      }
    },
    list: ({ subject, accountId }, organizationId) =>
      [...entries.values()]
        .filter((entry) => entry.organizationId === organizationId)
        .filter(({ wish }) => store.access.can(subject, 'tunnel.open', wish.serviceId))
        .map((entry) => toTunnel(entry, accountId)),
    end(serviceId, which) {
      const found = [...entries.values()].filter(
        ({ id, owner, wish }) =>
          wish.serviceId === serviceId &&
          ('tunnelId' in which ? id === which.tunnelId : owner.accountId === which.accountId),
      );
      if ('tunnelId' in which && found.length === 0) {
        throw new AppError('NOT_FOUND', { kind: 'tunnel', id: which.tunnelId });
      }
      found.forEach(end);
      return found.map(({ tunnel }) => `${localHost}:${tunnel.localPort}`);
    },
    async close() {
      for (const stop of watches) stop();
      for (const entry of [...entries.values()]) end(entry);
    },
  };
};

/** SSH and what runs services are loaded at the first use, so that the host starts fast. */
function dialLater(parts: { store: Store; servers: ServerAccess }): DialService {
  let loading: Promise<DialService> | undefined;
  return async (place, signal) => {
    loading ??= import('./dial.ts').then(({ createDial }) => createDial(parts));
    return (await loading)(place, signal);
  };
}

function* ownersOf(
  entries: ReadonlyMap<string, Entry>,
): Generator<{ accountId: string; organizationId: string }> {
  for (const { owner, organizationId } of entries.values()) {
    yield { accountId: owner.accountId, organizationId };
  }
}

const gone = (): AppError => new AppError('CANCELLED', { what: 'Opening the tunnel' });
