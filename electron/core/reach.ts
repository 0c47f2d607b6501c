import type { Freshness, ServerConnection } from '#shared/contract/server.ts';
import type { SshConnection } from './remote/ssh/types.ts';

/** The way to servers, as everything below the modules knows it. */
export interface Reach {
  use<T>(serverId: string, run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Watches over a question to the server: one that is not answered in time (a second unless said) makes all that is known
   * of it stale.
   */
  asked<T>(serverId: string, answer: Promise<T>, patienceMs?: number): Promise<T>;
  /** How fresh what is known of the server is; `seenAt` is when the store last saw it. */
  freshnessOf(serverId: string, seenAt: number | null): Freshness;
  onState(listener: (serverId: string, connection: ServerConnection) => void): () => void;
}
