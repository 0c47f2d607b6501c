import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectionLimits {
  /** Connections on which nobody has come in yet. One more pushes out the oldest of the address that has most. */
  readonly strangers: number;
  /** How long a client may leave what was sent to it unread, in milliseconds. */
  readonly unreadMs: number;
}

interface Open {
  readonly socket: Socket;
  readonly address: string;
  isKnown: boolean;
  /** Bytes that the system has taken, and since when it has taken no more. */
  taken: number;
  stuckSince: number;
}

/**
 * The connections of the host, whose number is ours to bound: a client that keeps its end open, reads nothing or never
 * says who it is costs a socket for a bounded time, and takes none from those who came in.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #now: () => number;
  readonly #open = new Map<Duplex, Open>();
  readonly #sweep: NodeJS.Timeout;

  constructor(limits: ConnectionLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#sweep = setInterval(() => this.sweep(), Math.min(1_000, limits.unreadMs / 2)).unref();
  }

  /** Those on which nobody has come in. */
  get strangers(): number {
    let count = 0;
    for (const { isKnown } of this.#open.values()) if (!isKnown) count += 1;
    return count;
  }

  /** Takes a new connection in; nobody has come in on it yet. */
  add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    this.#open.set(socket, { socket, address, isKnown: false, taken: 0, stuckSince: this.#now() });
    socket.once('close', () => this.#open.delete(socket));
    if (this.strangers > this.#limits.strangers) this.#pushOut();
  }

  /** Somebody came in on this connection: it is pushed out by nobody any more. */
  vouch(socket: Duplex): void {
    const open = this.#open.get(socket);
    if (open) open.isKnown = true;
  }

  /** Destroys every connection whose client has left its answers unread for too long. */
  sweep(): void {
    const now = this.#now();
    for (const open of this.#open.values()) {
      const { socket } = open;
      const taken = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || taken !== open.taken) open.stuckSince = now;
      open.taken = taken;
      if (now - open.stuckSince >= this.#limits.unreadMs) socket.destroy();
    }
  }

  close(): void {
    clearInterval(this.#sweep);
  }

  #pushOut(): void {
    const strangers = [...this.#open.values()].filter(({ isKnown }) => !isKnown);
    const byAddress = Map.groupBy(strangers, ({ address }) => address);
    const most = [...byAddress.values()].toSorted((a, b) => b.length - a.length)[0];
    // A map keeps the order in which its entries came: the first is the oldest.
    most?.[0]?.socket.destroy();
  }
}
