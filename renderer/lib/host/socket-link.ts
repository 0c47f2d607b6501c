import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { streamHeaders } from './stream-credit.ts';

export interface OpenLink {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

const address = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;

const opened = (socket: WebSocket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
  });

/** Opens one WebSocket to the host that served this page; undefined when it could not be opened. */
export const openSocketLink = async (token: string | undefined): Promise<OpenLink | undefined> => {
  const socket = new WebSocket(address(), token ? ['quayside', `token.${token}`] : ['quayside']);
  socket.binaryType = 'arraybuffer';
  const link = new RPCLink({ websocket: socket, headers: streamHeaders });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  if (!(await opened(socket))) return undefined;
  return { link, closed, close: () => socket.close() };
};

/** A refused upgrade tells a page nothing, so the REST side is asked whether the token is the reason. */
export const isTokenRefused = async (token: string): Promise<boolean> => {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch('/api/v1/session', { headers });
    return response.status === 401;
  } catch {
    return false;
  }
};
