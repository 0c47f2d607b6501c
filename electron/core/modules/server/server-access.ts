import type { ServerConnection } from '#shared/contract/server.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** The core's way to its servers: one shared connection each, opened when first used. */
export interface ServerAccess {
  /**
   * Runs something on the server's connection; opens it where needed. UNREACHABLE where that fails, with
   * the circuit breaker's last reason while it is open.
   */
  use<T>(serverId: string, run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  connectionOf(serverId: string): ServerConnection;
  /** Called when a server's connection comes up or goes down; answers how to stop. */
  onState(listener: (serverId: string, connection: ServerConnection) => void): () => void;
  /** Closes the connection and forgets breaker and pins, after an edit or a deletion. */
  reset(serverId: string): void;
  close(): Promise<void>;
}
