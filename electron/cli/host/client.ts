import type { ClientRequest, IncomingMessage } from 'node:http';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { HostAddress } from './discover.ts';
import { type HostRequest, makeRequest } from './make-request.ts';
import { readEvents } from './read-events.ts';

// Not imported: an import of either reads every export, which loads undici and costs 40 ms at each command.
const { request: requestHttp } = process.getBuiltinModule('node:http');
const { request: requestHttps } = process.getBuiltinModule('node:https');

/** What belongs to a call besides its input. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Undefined waits for as long as it takes. */
  readonly timeoutMs?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

type Input = Readonly<Record<string, unknown>>;

/** Calls a running host. Every failure is thrown as a Failure with its exit code. */
export interface HostClient {
  call(operation: string, input: Input, options: CallOptions): Promise<unknown>;
  /** Yields the items of a stream; ends with it. */
  stream(operation: string, input: Input, options: CallOptions): AsyncGenerator<unknown, void>;
}

const operationNamed = (name: string): ContractOperation => {
  const operation = operations.find((each) => each.name === name);
  if (!operation) throw new Error(`the contract has no operation ${name}`);
  return operation;
};

const problemFailure = (problem: unknown, status: number, { token }: HostAddress): Failure => {
  const known = problem as { code?: unknown; detail?: unknown; data?: unknown } | null;
  if (typeof known !== 'object' || typeof known?.code !== 'string') {
    return new Failure(
      `The host answered with status ${status}, and nothing that is known.`,
      exitCodes.failed,
    );
  }
  const exitCode = exitCodeOf({ code: known.code, data: known.data });
  const isSigningIn = token === undefined;
  const cure =
    known.code === 'UNAUTHENTICATED' && !isSigningIn
      ? ' Sign in by `quayside login EMAIL`, or come with an API key.'
      : '';
  return new Failure(`${String(known.detail ?? known.code)}${cure}`, exitCode, problem);
};

const connectionFailure = (
  error: unknown,
  { url }: HostAddress,
  { signal, timeoutMs }: CallOptions,
): unknown => {
  if (error instanceof Failure) return error;
  if (signal.aborted) return new Failure('Interrupted.', exitCodes.interrupted);
  if (error instanceof Error && error.name === 'TimeoutError') {
    const seconds = Math.round((timeoutMs ?? 0) / 100) / 10;
    return new Failure(`The host did not answer within ${seconds} s.`, exitCodes.timeout);
  }
  if (!(error instanceof Error && 'code' in error)) return error;
  const reason =
    error.code === 'ECONNREFUSED' ? 'nothing listens there' : `the connection failed (${error.code})`;
  return new Failure(
    `The host ${url.origin} cannot be reached: ${reason}. Is it still running?`,
    exitCodes.unreachable,
  );
};

const sent = (
  address: HostAddress,
  { method, path, body }: HostRequest,
  { idempotencyKey }: CallOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = address.url.protocol === 'https:' ? requestHttps : requestHttp;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(address.token === undefined ? {} : { authorization: `Bearer ${address.token}` }),
      accept: 'application/json, text/event-stream',
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const request: ClientRequest = send(
      new URL(path, address.url.origin),
      { method, headers, signal },
      resolve,
    );
    request.on('error', reject);
    request.end(text);
  });

const jsonOf = async (response: AsyncIterable<string>): Promise<unknown> => {
  let text = '';
  for await (const chunk of response) text += chunk;
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const open = async (
  address: HostAddress,
  request: HostRequest,
  options: CallOptions,
): Promise<{ status: number; type: string; body: AsyncIterable<string> }> => {
  const { signal, timeoutMs } = options;
  const limit = timeoutMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await sent(address, request, options, limit);
    response.setEncoding('utf8');
    const type = response.headers['content-type'] ?? '';
    return { status: response.statusCode ?? 0, type, body: response };
  } catch (error) {
    throw limit.aborted && !signal.aborted ? limit.reason : error;
  }
};

/** A client of one host. */
export const createClient = (address: HostAddress): HostClient => ({
  async call(operation, input, options) {
    try {
      const { status, body } = await open(address, makeRequest(operationNamed(operation), input), options);
      const answer = await jsonOf(body);
      if (status >= 400 || answer === undefined) throw problemFailure(answer ?? null, status, address);
      return answer;
    } catch (error) {
      throw connectionFailure(error, address, options);
    }
  },
  async *stream(operation, input, options) {
    try {
      const request = makeRequest(operationNamed(operation), input);
      const { status, type, body } = await open(address, request, options);
      if (status >= 400 || !type.startsWith('text/event-stream'))
        throw problemFailure(await jsonOf(body), status, address);
      for await (const { name, data } of readEvents(body)) {
        if (name === 'done') return;
        if (name === 'error') throw problemFailure(data, status, address);
        yield data;
      }
      throw new Failure('The host ended the stream before it was complete.', exitCodes.unreachable);
    } catch (error) {
      throw connectionFailure(error, address, options);
    }
  },
});
