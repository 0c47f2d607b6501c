import type { ServerConnection } from '#shared/contract/server.ts';
import type { SshConnection } from './remote/ssh/types.ts';

/** The way to servers, as everything below the modules knows it. */
export interface Reach {
  use<T>(serverId: string, run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  onState(listener: (serverId: string, connection: ServerConnection) => void): () => void;
}
