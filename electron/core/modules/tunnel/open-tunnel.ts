import { createServer, type Server, type Socket } from 'node:net';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { letGo, relay } from './relay.ts';
import type { Dial } from './types.ts';

/** Only this machine reaches it. */
export const localHost = '127.0.0.1';

/** Connections of one tunnel at once; one more is refused. */
const connectionLimit = 128;

export interface TunnelFigures {
  readonly connections: number;
  readonly connectionsSoFar: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly problem: string | null;
}

/** One local port, and the connections that came by it. */
export class OpenTunnel {
  readonly localPort: number;
  readonly #server: Server;
  readonly #dial: Dial;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  #soFar = 0;
  #sent = 0;
  #received = 0;
  #problem: string | null = null;

  private constructor(server: Server, dial: Dial) {
    this.#server = server;
    this.#dial = dial;
    this.localPort = portOf(server);
    server.maxConnections = connectionLimit;
    server.on('connection', (socket: Socket) => this.#accept(socket));
    server.on('drop', () => {
      this.#problem = `It has ${connectionLimit} connections open, and takes no more at once.`;
    });
    // an accept may fail where the process has no descriptor left; the port stays open
    server.on('error', (error) => {
      this.#problem = error.message;
    });
  }

  /** Listens on a port of this machine alone; 0 takes any free one. CONFLICT where the port is another's. */
  static async listen(port: number, dial: Dial): Promise<OpenTunnel> {
    return new OpenTunnel(await listen(port), dial);
  }

  get figures(): TunnelFigures {
    let [sentBytes, receivedBytes] = [this.#sent, this.#received];
    for (const socket of this.#sockets) {
      sentBytes += socket.bytesRead;
      receivedBytes += socket.bytesWritten;
    }
    const { size: connections } = this.#sockets;
    return {
      connections,
      connectionsSoFar: this.#soFar,
      sentBytes,
      receivedBytes,
      problem: this.#problem,
    };
  }

  #accept(socket: Socket): void {
    this.#soFar++;
    this.#sockets.add(socket);
    const gone = new AbortController();
    // whatever happened to it is told by its end
    socket.on('error', () => undefined);
    socket.once('close', () => {
      gone.abort();
      this.#sockets.delete(socket);
      this.#sent += socket.bytesRead;
      this.#received += socket.bytesWritten;
    });
    this.#dial(AbortSignal.any([gone.signal, this.#closing.signal])).then(
      ({ far, isCut }) => {
        if (socket.destroyed) return letGo(far);
        this.#problem = null;
        relay(socket, far, { isCut });
      },
      (error: unknown) => {
        if (!socket.destroyed) this.#problem = wordsOf(error);
        socket.resetAndDestroy();
      },
    );
  }

  /** Closes the port and cuts every connection. */
  close(): void {
    this.#closing.abort();
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }
}

/** Nothing is read of a connection before there is something at the other end. */
function listen(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  server.once('error', (error: NodeJS.ErrnoException) => reject(refusalOf(error, port)));
  server.listen({ host: localHost, port, exclusive: true }, () => {
    server.removeAllListeners('error');
    resolve(server);
  });
  return promise;
}

function refusalOf(error: NodeJS.ErrnoException, port: number): unknown {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const why = error.code === 'EACCES' ? 'may not be used here' : 'is in use on this machine';
  const reason = `port ${port} ${why}; choose another, or none for any that is free`;
  return new AppError('CONFLICT', { field: 'localPort', reason });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function wordsOf(error: unknown): string {
  if (isAppError(error, 'CONFLICT')) return error.data.reason;
  return error instanceof AppError ? error.message : 'The connection failed for a reason that is not known.';
}
