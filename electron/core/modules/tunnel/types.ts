import type { Tunnel } from '#shared/contract/tunnel.ts';
import type { FarEnd } from './relay.ts';

/** A connection to what a tunnel leads to, and the server that it goes through. */
export interface Dialled {
  readonly far: FarEnd;
  readonly serverId: string;
  /** Whether the way there is gone. */
  isCut(): boolean;
}

/** Opens such a connection; rejects with an AppError. */
export type Dial = (signal: AbortSignal) => Promise<Dialled>;

/** Who opened a tunnel, and what its life hangs on. */
export interface TunnelOwner {
  /** Judged anew at each change of access. */
  readonly subject: string;
  readonly accountId: string;
  readonly name: string;
  /** With this session it ends, or when that is locked; null where the operator or a key opened it. */
  readonly sessionId: string | null;
}

/** A port of whatever container of a service runs at the time. */
interface TunnelPlace {
  readonly serviceId: string;
  readonly port: number;
}

/** Opens a connection to there. */
export type DialService = (place: TunnelPlace, signal: AbortSignal) => Promise<Dialled>;

export interface TunnelWish extends TunnelPlace {
  /** 0 for any free one. */
  readonly localPort: number;
  readonly hours: number;
  /** What a browser asks by, where a web server listens. */
  readonly scheme: 'http' | 'https' | null;
  /** Called once it was open and is not any more, whatever ended it. */
  onEnd?(): void;
}

/** Owns open tunnels; they live in this process alone and end with it. */
export interface Tunnels {
  /**
   * Opens one once a connection to the port came to be. CONFLICT where nothing runs or the local port is taken, LIMIT where
   * there are too many. It ends at its time, unused for two hours, and at once when its owner may not have it any more.
   */
  open(owner: TunnelOwner, wish: TunnelWish, signal: AbortSignal): Promise<Tunnel>;
  /** Those of an organization to services that a subject may open tunnels to, oldest first. */
  list(who: Pick<TunnelOwner, 'subject' | 'accountId'>, organizationId: string): Tunnel[];
  /** Closes one by its id, or all that the account opened; answers where they were. NOT_FOUND for an id that is none of the service's. */
  end(serviceId: string, which: { readonly tunnelId: string } | { readonly accountId: string }): string[];
  close(): Promise<void>;
}
