import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A loopback port in front of another one, whose traffic a test can hold up or cut. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  readonly connections: number;
  /** Bytes stop flowing both ways, sockets stay open: a frozen peer. */
  freeze(): void;
  thaw(): void;
  /** Ends what is open and refuses nothing new. */
  cut(): void;
}

/** Starts a proxy to a loopback port; port 0 makes a black hole that accepts and never answers. */
export const startTcpProxy = async (toPort: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let connections = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (isFrozen) socket.pause();
    return socket;
  };
  const server = createServer((inner) => {
    connections++;
    keep(inner);
    if (toPort === 0) return;
    const outer = keep(connect(toPort, '127.0.0.1'));
    inner.on('data', (chunk) => outer.write(chunk));
    outer.on('data', (chunk) => inner.write(chunk));
    inner.once('close', () => outer.destroy());
    outer.once('close', () => inner.destroy());
    if (isFrozen) for (const socket of [inner, outer]) socket.pause();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get connections() {
      return connections;
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
