import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What the proxy does to traffic. `delay`: each chunk arrives that much later; `cut`: both ends are reset once that
 * many more bytes (both directions together) went through, `once` or from then on always; `blackHole`: nothing passes and nothing closes;
 * `drip`: one byte at a time, a second (or `everyMs`) apart.
 */
export type Fault =
  | { kind: 'none' }
  | { kind: 'delay'; ms: number }
  | { kind: 'cut'; afterBytes: number; once?: true }
  | { kind: 'blackHole' }
  | { kind: 'drip'; everyMs?: number };

/** A TCP proxy in the test's own process, on a free loopback port. */
export class TcpProxy {
  readonly host = '127.0.0.1';
  readonly #server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#accept(client));
  readonly #target: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #fault: Fault = { kind: 'none' };
  #changed = Promise.withResolvers<void>();
  #passedBytes = 0;
  #accepted = 0;

  constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  async listen(): Promise<this> {
    this.#server.listen(0, this.host);
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections it has taken since it was started. */
  get connections(): number {
    return this.#accepted;
  }

  /** Applies to connections that stand and to new ones; replaces the fault before it. */
  set(fault: Fault): void {
    this.#fault = fault;
    this.#passedBytes = 0;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (fault.kind === 'cut' && fault.afterBytes === 0) this.resetAll();
  }

  /** Traffic flows again, what a black hole held back first. */
  heal(): void {
    this.set({ kind: 'none' });
  }

  /** Resets every connection that stands; new ones are served. */
  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.resetAll();
    this.#changed.resolve();
    await once(this.#server, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const upstream = connect({ ...this.#target, noDelay: true, allowHalfOpen: true });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('close', () => this.#sockets.delete(from));
      from.on('error', () => to.destroy());
      this.#pump(from, to);
    }
  }

  /** Chunks are taken as they come and delivered in order; the reader pauses while 1 MiB waits. */
  #pump(from: Socket, to: Socket): void {
    let delivered = Promise.resolve();
    let waitingBytes = 0;
    from.on('data', (chunk: Buffer) => {
      const arrivedAt = performance.now();
      waitingBytes += chunk.length;
      if (waitingBytes > 1 << 20) from.pause();
      delivered = delivered.then(async () => {
        await this.#deliver(chunk, to, arrivedAt);
        waitingBytes -= chunk.length;
        from.resume();
      });
    });
    from.on('end', () => {
      delivered = delivered.then(() => void to.end());
    });
  }

  async #deliver(chunk: Buffer, to: Socket, arrivedAt: number): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !to.destroyed) {
      const fault = this.#fault;
      if (fault.kind === 'blackHole') await this.#changed.promise;
      else if (fault.kind === 'drip') {
        await write(to, rest.subarray(0, 1));
        rest = rest.subarray(1);
        await this.#pause(fault.everyMs ?? 1000);
      } else {
        if (fault.kind === 'delay') await this.#pause(arrivedAt + fault.ms - performance.now());
        if (this.#fault !== fault) continue;
        const allowed = fault.kind === 'cut' ? fault.afterBytes - this.#passedBytes : rest.length;
        const part = rest.subarray(0, Math.max(allowed, 0));
        this.#passedBytes += part.length;
        await write(to, part);
        if (part.length < rest.length || (fault.kind === 'cut' && allowed === part.length)) {
          this.resetAll();
          if (fault.kind === 'cut' && fault.once && this.#fault === fault) this.heal();
        }
        return;
      }
    }
  }

  /** Ends early when the fault changes. */
  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#changed.promise]);
    clearTimeout(timer);
  }
}

async function write(socket: Socket, data: Uint8Array): Promise<void> {
  if (socket.destroyed || data.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.write(data, () => resolve());
  await promise;
}

/** Starts a proxy in front of a server's SSH port or anything else. */
export const tcpProxy = (target: { host: string; port: number }): Promise<TcpProxy> =>
  new TcpProxy(target).listen();
