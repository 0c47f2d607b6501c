import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import WebSocket from 'ws';
import type { Core } from '#core/create-core.ts';
import type { Contract } from '#shared/contract/index.ts';
import { operations } from '#shared/contract/operations.ts';
import { makeRequest } from '../../electron/cli/host/make-request.ts';
import { defaultLimits, type Limits, startHttp } from '../../electron/headless/http/server.ts';
import { tokenCheck } from '../../electron/headless/http/token.ts';

/** The headless transports over a core of this process, which a test can fill as it likes. */
export interface InProcessHost {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Calls an operation over REST. */
  rest(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; type: string; body: Record<string, unknown> }>;
  /** Opens a client on a WebSocket of its own, with the host's token or another one. */
  socket(
    headers?: Readonly<Record<string, string>>,
    as?: string,
  ): Promise<{ client: ContractRouterClient<Contract>; close(): Promise<void> }>;
  close(): Promise<void>;
}

const token = 'a-token-for-tests';

const contractOperation = (name: string) => {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`no operation ${name}`);
  return found;
};

/** Serves a core on a port of its own. Close the host before the core. */
export const serveInProcess = async (core: Core, limits: Partial<Limits> = {}): Promise<InProcessHost> => {
  const http = await startHttp({
    core,
    isToken: tokenCheck(token),
    staticFiles: new Map(),
    address: '127.0.0.1',
    port: 0,
    limits: { ...defaultLimits, ...limits },
  });
  const url = `http://127.0.0.1:${http.port}`;
  return {
    url,
    port: http.port,
    token,
    rest: async (operation, input, headers = {}) => {
      const { method, path, body } = makeRequest(contractOperation(operation), input);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json, text/event-stream',
          // The next host may get this port, and must not be asked over a connection that this one closed.
          connection: 'close',
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const type = response.headers.get('content-type') ?? '';
      if (type !== 'text/event-stream') {
        return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
      }
      await response.body?.cancel();
      return { status: response.status, type, body: {} };
    },
    socket: async (headers = {}, as = token) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, ['quayside', `token.${as}`], {
        origin: url,
      });
      await once(socket, 'open');
      return {
        client: createORPCClient(
          new RPCLink({ websocket: socket as unknown as globalThis.WebSocket, headers }),
        ),
        close: async () => {
          socket.close();
          await once(socket, 'close');
        },
      };
    },
    close: () => http.close(),
  };
};
