import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../ssh/types.ts';
import { readBody } from './body.ts';
import { dockerFailure, dockerNonsense } from './failure.ts';
import { type DockerRequest, exchange, type Wire } from './request.ts';
import { findTransport } from './transport.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** The oldest API spoken here (Docker 20.10) and the newest that was tried. */
const [oldestApi, newestApi] = ['1.41', '1.47'];

/** How many endless answers may be open at once where each costs one of sshd's sessions. */
const dialStreamLimit = 4;

/**
 * Docker's API on one server, over its SSH connection. Answers are checked against a schema before they are
 * used. Failures: UNREACHABLE, CONFLICT (409), otherwise REMOTE_FAILED with Docker's message and a cure.
 */
export interface DockerClient {
  readonly server: string;
  /** The API version in use, once the first call has settled it. */
  apiVersion(): Promise<string>;
  json<T>(request: DockerRequest & { readonly schema: z.ZodType<T> }): Promise<T>;
  /** Like json, with null for a 404. */
  find<T>(request: DockerRequest & { readonly schema: z.ZodType<T> }): Promise<T | null>;
  /** A call whose answer does not matter; `accept` names statuses that count as success as well. */
  send(request: DockerRequest & { readonly accept?: readonly number[] }): Promise<void>;
  /** An answer without end; destroy it when done. */
  stream(request: DockerRequest): Promise<IncomingMessage>;
  /** A raw two-way stream, as attach and exec use. */
  upgrade(request: DockerRequest): Promise<Duplex>;
}

const clients = new WeakMap<SshConnection, DockerClient>();

const compareVersions = (a: string, b: string): number => {
  const [left = [], right = []] = [a, b].map((v) => v.split('.').map(Number));
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
};

const agreeVersion = (server: string, offered: string): string => {
  if (/^\d{1,2}\.\d{1,3}$/.test(offered) && compareVersions(offered, oldestApi) >= 0) {
    return compareVersions(offered, newestApi) < 0 ? offered : newestApi;
  }
  throw new AppError('REMOTE_FAILED', {
    server,
    action: 'Reaching Docker',
    stderr: `This Docker is too old (API ${offered.slice(0, 10) || 'unknown'}).`,
    cure: `Update Docker to 20.10 (API ${oldestApi}) or newer.`,
  });
};

interface Link {
  readonly wire: Wire;
  readonly version: string;
  /** For endless answers; a second agent, so that they take no place among the short calls. */
  readonly streams: Wire;
  readonly streamLimit: number;
}

const linkTo = async (connection: SshConnection): Promise<Link> => {
  const server = connection.label;
  const transport = await findTransport(connection);
  const isForwarded = transport.kind === 'forwarded';
  const agent = new TunnelAgent(transport.open, isForwarded ? {} : { maxSockets: 2 });
  const streamAgent = new TunnelAgent(transport.open, { keepAlive: false });
  const { response } = await exchange(
    { server, agent, prefix: '' },
    { action: 'Reaching Docker', path: '/_ping' },
  );
  await readBody(response, { server, action: 'Reaching Docker' });
  const version = agreeVersion(server, String(response.headers['api-version'] ?? ''));
  const prefix = `/v${version}`;
  return {
    version,
    wire: { server, agent, prefix },
    streams: { server, agent: streamAgent, prefix },
    streamLimit: isForwarded ? Number.POSITIVE_INFINITY : dialStreamLimit,
  };
};

const messageSchema = z.object({ message: z.string() });

const messageOf = (body: Buffer): string => {
  const text = body.toString('utf8');
  try {
    return messageSchema.parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 500);
  }
};

const parse = <T>(server: string, action: string, schema: z.ZodType<T>, body: Buffer): T => {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    throw dockerNonsense(server, action, error);
  }
};

const createClient = (connection: SshConnection): DockerClient => {
  const server = connection.label;
  let link: Promise<Link> | undefined;
  let openStreams = 0;
  const linked = (): Promise<Link> => {
    link ??= linkTo(connection).catch((error) => {
      link = undefined;
      throw error;
    });
    return link;
  };
  const whole = async (request: DockerRequest, accept: readonly number[] = []) => {
    const { response } = await exchange((await linked()).wire, request);
    const body = await readBody(response, { server, ...request });
    const status = response.statusCode ?? 0;
    if (status >= 400 && !accept.includes(status)) {
      throw dockerFailure(server, request.action, status, messageOf(body));
    }
    return { status, body };
  };
  const endless = async (request: DockerRequest, isUpgrade: boolean) => {
    const { streams, streamLimit } = await linked();
    if (openStreams >= streamLimit)
      throw new AppError('LIMIT', { what: `Open Docker streams on ${server}`, limit: streamLimit });
    openStreams++;
    let isCounted = true;
    const uncount = () => {
      if (isCounted) openStreams--;
      isCounted = false;
    };
    try {
      const { response, upgraded } = await exchange(streams, request, isUpgrade);
      (upgraded?.stream ?? response).once('close', uncount);
      const status = response.statusCode ?? 0;
      if (status < 400 && (status === 101 || !isUpgrade)) return { response, upgraded };
      const body = await readBody(response, { server, ...request });
      throw dockerFailure(server, request.action, status, messageOf(body));
    } catch (error) {
      uncount();
      throw error;
    }
  };
  return {
    server,
    apiVersion: async () => (await linked()).version,
    json: async (request) => parse(server, request.action, request.schema, (await whole(request)).body),
    async find(request) {
      const { status, body } = await whole(request, [404]);
      return status === 404 ? null : parse(server, request.action, request.schema, body);
    },
    async send(request) {
      await whole(request, request.accept);
    },
    stream: async (request) => (await endless(request, false)).response,
    async upgrade(request) {
      const { upgraded } = await endless(request, true);
      if (!upgraded) throw dockerNonsense(server, request.action, undefined);
      const { stream, head } = upgraded;
      if (head.length > 0) stream.unshift(head);
      // sshd closes a forwarded socket only when both sides have ended
      stream.once('end', () => stream.destroy());
      return stream;
    },
  };
};

/** Docker on the server of this connection; one client a connection, nothing is sent before its first call. */
export const dockerOver = (connection: SshConnection): DockerClient => {
  const known = clients.get(connection);
  if (known) return known;
  const client = createClient(connection);
  clients.set(connection, client);
  return client;
};
