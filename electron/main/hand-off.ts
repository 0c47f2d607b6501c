import { type Frame, isOurTopFrame } from './origin.ts';

/** One half of a MessageChannelMain, or of Node's MessageChannel in tests. */
export interface Port {
  start(): void;
  close(): void;
}

export interface PortFrame<P extends Port> extends Frame {
  postMessage(channel: string, message: unknown, transfer: P[]): void;
}

export interface HandOff<P extends Port> {
  /** Gives a freshly loaded page its port; whatever page had one before has lost it. */
  toPage(frame: PortFrame<P> | null): boolean;
  /** Takes the page's port away: it navigates, crashed, or its window closes. */
  revoke(): void;
}

/**
 * The one way between a page and the core: a fresh port for each load, sent by us to our own top frame. Nothing
 * in this process listens to IPC. `serve` connects our half of the channel to the core.
 */
export const createHandOff = <P extends Port>(parts: {
  createChannel(): { port1: P; port2: P };
  serve(port: P): void;
}): HandOff<P> => {
  let current: P | undefined;
  const revoke = (): void => {
    current?.close();
    current = undefined;
  };
  return {
    revoke,
    toPage: (frame) => {
      revoke();
      if (!frame || !isOurTopFrame(frame)) return false;
      const { port1, port2 } = parts.createChannel();
      current = port1;
      parts.serve(port1);
      frame.postMessage('quayside:port', null, [port2]);
      port1.start();
      return true;
    },
  };
};
