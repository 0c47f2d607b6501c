import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';

const noop = () => undefined;

/**
 * Gives an SSH channel what node:http expects of a socket. Destroying also drains it: an ssh2 channel with
 * unread bytes never closes, and would keep its place in the agent. One that closed says so: ssh2 leaves it writable
 * where its connection was cut, and the agent, getting it back just then, gave it to the next request, which waited for
 * an answer until its deadline.
 */
const asSocket = (channel: Duplex & { close?: () => void }): Duplex => {
  channel.once('close', () => Object.assign(channel, { writable: false }));
  return Object.assign(channel, {
    setKeepAlive: noop,
    setNoDelay: noop,
    setTimeout: noop,
    ref: noop,
    unref: noop,
    destroySoon: () => channel.destroy(),
    destroy: () => {
      channel.end();
      channel.close?.();
      channel.resume();
      return channel;
    },
  });
};

/** An http agent whose sockets are streams of an SSH connection, kept alive between requests. */
export class TunnelAgent extends Agent {
  readonly #open: () => Promise<Duplex>;

  constructor(open: () => Promise<Duplex>, options: AgentOptions = {}) {
    super({ keepAlive: true, maxFreeSockets: 64, ...options });
    this.#open = open;
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#open().then(
      (channel) => callback?.(null, asSocket(channel)),
      (error) => callback?.(error, undefined as never),
    );
    return undefined;
  }

  /** Whoever inspects a request's options would walk the whole connection, its private key included. */
  [inspect.custom](): string {
    return 'TunnelAgent';
  }
}
