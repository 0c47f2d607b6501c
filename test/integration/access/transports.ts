import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { startSession } from '#core/modules/session/index.ts';
import type { ContractOperation } from '#shared/contract/operations.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { BuiltInRole } from '#shared/model/roles.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { policyOf } from '#test/support/policy.ts';
import { portServer } from '../../../electron/main/serve-port.ts';
import type { World } from './world.ts';

/** What came back: `answered`, or the code and the data of a failure. */
export interface Answer {
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** Calls an operation as one person. */
export type Ask = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** One way into the core. */
export interface Transport {
  readonly name: string;
  /** Extra permissions that coming this way needs. */
  readonly extras?: readonly Permission[];
  /** Whether an operation can be asked for this way at all. */
  reaches(operation: ContractOperation): boolean;
  open(world: World, role: BuiltInRole): Promise<Opened>;
}

/** A way into one world, to be closed before its core. */
export interface Opened {
  readonly ask: Ask;
  close(): Promise<void>;
}

type Procedures = Readonly<Record<string, Readonly<Record<string, (input: unknown) => Promise<unknown>>>>>;

const answerOf = (error: unknown): Answer => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return { code: String(error) };
  const { code, data } = error as { code: unknown; data?: Record<string, unknown> };
  return { code: String(code), data };
};

/** Asks through a client, and lets a stream go as soon as it is there. */
const askClient =
  (client: unknown): Ask =>
  async (operation, input) => {
    const [noun = '', verb = ''] = operation.split('.');
    try {
      const call = (client as Procedures)[noun]?.[verb];
      if (!call) return { code: `no operation ${operation}` };
      const output = await call(input);
      if (typeof output === 'object' && output !== null && 'return' in output) {
        const stream = output as AsyncGenerator;
        await stream.next();
        await stream.return(undefined);
      }
      return { code: 'answered' };
    } catch (error) {
      return answerOf(error);
    }
  };

/** Asks over REST; what is no problem JSON was an answer. */
const askRest =
  (host: InProcessHost, token: string): Ask =>
  async (operation, input) => {
    const { type, body } = await host.rest(operation, input, { authorization: `Bearer ${token}` });
    return type === 'application/problem+json' ? answerOf(body) : { code: 'answered' };
  };

/** Signs one of the world's people in without a password, as the sign-in operation would with one. */
const tokenOf = ({ core, accounts }: World, role: BuiltInRole): string => {
  const { context } = core.openSession({ transport: 'websocket', identity: { type: 'nobody' } });
  return core.services.store.write((tx) =>
    startSession(tx, context.connection, {
      account: { id: accounts[role], name: role },
      by: 'password',
      isRemembered: false,
    }),
  ).token;
};

/** A key without limits of its own, of somebody who may have one. */
const keyOf = async ({ core, accounts, inScope }: World, role: BuiltInRole): Promise<string> => {
  const { organizationId = '' } = inScope;
  const { access } = core.services.store;
  const memberId = access.effective(accounts[role], organizationId)?.memberId ?? '';
  if (!access.can(accounts[role], 'api.read', organizationId)) {
    await clientOf(core).member.setExtras({ memberId, permissions: ['api.read'] });
  }
  const made = await clientOf(core, accounts[role]).apiKey.create({
    organizationId,
    name: 'matrix',
    expiresInDays: 'never',
  });
  return made.secret;
};

const reachesAll = (): boolean => true;

/** Asks over a port of the headless host, which goes with what was opened. */
const onHost = async (
  { core }: World,
  ask: (host: InProcessHost, onClose: (close: () => Promise<void>) => void) => Promise<Ask>,
): Promise<Opened> => {
  const host = await serveInProcess(core);
  const closes = [() => host.close()];
  return {
    ask: await ask(host, (close) => closes.unshift(close)),
    close: async () => {
      for (const close of closes) await close();
    },
  };
};

const port: Transport = {
  name: 'the port of a window',
  reaches: reachesAll,
  open: async (world, role) => {
    const { port1, port2 } = new MessageChannel();
    portServer(world.core)(port1 as never);
    port1.start();
    const client = createORPCClient(new RPCLink({ port: port2 as never }));
    port2.start();
    const ask = askClient(client);
    await ask('session.resume', { sessionToken: tokenOf(world, role) });
    return {
      ask,
      close: async () => {
        port1.close();
        port2.close();
      },
    };
  },
};

const webSocket: Transport = {
  name: 'WebSocket',
  reaches: reachesAll,
  open: (world, role) =>
    onHost(world, async (host, onClose) => {
      const socket = await host.socket({}, tokenOf(world, role));
      onClose(() => socket.close());
      return askClient(socket.client);
    }),
};

const rest: Transport = {
  name: 'REST',
  reaches: reachesAll,
  open: (world, role) => onHost(world, async (host) => askRest(host, tokenOf(world, role))),
};

const apiKey: Transport = {
  name: 'REST with an API key',
  extras: ['api.read'],
  reaches: ({ name }) => policyOf(name).who !== 'person',
  open: (world, role) => onHost(world, async (host) => askRest(host, await keyOf(world, role))),
};

export const transports: readonly Transport[] = [port, webSocket, rest, apiKey];
