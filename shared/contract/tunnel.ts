import * as z from 'zod';
import { Instant } from './fields.ts';
import { resource } from './resource.ts';

const PortNumber = z.coerce.number().int().min(1).max(65_535);

/** A local port that leads to a port of a service's container, as long as it is open. */
export const Tunnel = z.object({
  id: z.string(),
  serviceId: z.string(),
  /** `shop/production/web`. */
  path: z.string(),
  /** Of the container. */
  port: z.number().int(),
  /** On the machine that the host runs on, and reached from that machine alone. */
  localHost: z.literal('127.0.0.1'),
  localPort: z.number().int(),
  /** A link, where a web server listens by convention; null otherwise. */
  url: z.string().nullable(),
  openedBy: z.string(),
  /** Whether the caller opened it. */
  isOwn: z.boolean(),
  openedAt: Instant,
  /** When it is closed at the latest; without use it is closed before. */
  expiresAt: Instant,
  /** Open now. */
  connections: z.number().int(),
  /** Open now and before. */
  connectionsSoFar: z.number().int(),
  /** To the service, and back from it. */
  sentBytes: z.number(),
  receivedBytes: z.number(),
  /** Why the last connection did not come to be; null where it did. */
  problem: z.string().nullable(),
});
export type Tunnel = z.infer<typeof Tunnel>;

/** A user that a database has for as long as a tunnel to it is open; told once, to whoever opened it. */
export const TunnelLogin = z.object({
  user: z.string(),
  password: z.string(),
  database: z.string(),
  /** What each client is told to connect through the tunnel. */
  texts: z.array(z.object({ client: z.string(), text: z.string() })),
});
export type TunnelLogin = z.infer<typeof TunnelLogin>;

/** A tunnel that was just opened; the login is null where it leads to no database that we can speak to. */
export const OpenedTunnel = Tunnel.extend({ login: TunnelLogin.nullable() });
export type OpenedTunnel = z.infer<typeof OpenedTunnel>;

const inOrganization = resource('tunnel', { parent: 'organization' });
const tunnel = resource('tunnel', { parent: 'service' });

export const tunnelContract = {
  list: inOrganization.under('open', {
    summary: 'List the open tunnels of an organization',
    effect: 'read',
    filtered: true,
    output: z.array(Tunnel),
  }),
  open: tunnel.under('open', {
    summary:
      'Open a port of the machine that Quayside runs on to a port of a service; a database gets a user of its own for it',
    effect: 'act',
    input: {
      /** Of the container; the one that the service says it listens at, unless said. */
      port: PortNumber.optional(),
      /** On the machine that the host runs on; any free one, unless said. */
      localPort: PortNumber.min(1_024).optional(),
      /** It is closed after so many at the latest. */
      hours: z.coerce.number().int().min(1).max(24).default(8),
    },
    output: OpenedTunnel,
  }),
  close: tunnel.under('open', {
    summary: 'Close a tunnel to a service, or all that the caller opened to it',
    effect: 'act',
    method: 'DELETE',
    input: {
      /** Of anybody; without it every one that the caller opened to the service. */
      tunnelId: z.string().min(1).max(64).optional(),
    },
    output: z.object({ closed: z.number().int() }),
  }),
};
