import { RPCLink } from '@orpc/client/message-port';
import type { OpenLink } from './socket-link.ts';
import { streamHeaders } from './stream-credit.ts';

const reloadAfterMs = 1_000;

const takeNextPort = (): Promise<MessagePort> =>
  new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'quayside:port' || !port) return;
      window.removeEventListener('message', onMessage);
      resolve(port);
    };
    window.addEventListener('message', onMessage);
  });

export const isDesktop = location.protocol === 'app:';

// Listens from the first moment: the preload posts the port as soon as the page has loaded.
let nextPort = isDesktop ? takeNextPort() : undefined;

/** Waits for the port that the desktop's main process hands to this page, one per load. */
export const openPortLink = async (): Promise<OpenLink | undefined> => {
  const port = await nextPort;
  nextPort = undefined;
  if (!port) return undefined;
  const link = new RPCLink({ port, headers: streamHeaders });
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve(), { once: true });
  });
  // A new port comes only with a new load of the page.
  void closed.then(() => setTimeout(() => location.reload(), reloadAfterMs));
  port.start();
  return { link, closed, close: () => port.close() };
};
