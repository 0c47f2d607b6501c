import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { errorCode, errorText } from '../errors.ts';
import { rpc } from './rpc.ts';
import { isFinalFailure } from './use-stream.ts';

interface Opening {
  readonly columns: number;
  readonly rows: number;
  readonly terminalId?: string;
}

type Open = (options: Opening, signal: AbortSignal) => Promise<AsyncIterable<TerminalEvent>>;

const portTo = (open: Open) => ({
  open,
  write: (terminalId: string, data: string) => rpc.terminal.write({ terminalId, data }),
  resize: (terminalId: string, size: { columns: number; rows: number }) =>
    rpc.terminal.resize({ terminalId, ...size }),
  close: (terminalId: string) => rpc.terminal.close({ terminalId }),
  errorText,
  isFinal: isFinalFailure,
  isGone: (error: unknown) => errorCode(error) === 'NOT_FOUND',
});

/** A shell on a server. */
export const serverTerminal = (serverId: string) =>
  portTo((options, signal) => rpc.terminal.server({ serverId, ...options }, { signal }));

/** A shell in a container. */
export const containerTerminal = (serverId: string, containerId: string) =>
  portTo((options, signal) => rpc.terminal.container({ serverId, containerId, ...options }, { signal }));

/** The client of a database's own engine, in its container. */
export const databaseClient = (serverId: string, serviceId: string) =>
  portTo((options, signal) => rpc.database.client({ serverId, serviceId, ...options }, { signal }));
