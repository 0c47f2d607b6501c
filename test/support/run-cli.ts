import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Io } from '../../electron/cli/io.ts';
import { runQuayside } from '../../electron/cli/run.ts';

/** What a command has written so far. */
export interface Said {
  out: string;
  err: string;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, said: Said) => void;

/** Runs a command against a host that answers like this, and may wait for what the command says meanwhile. */
export async function runAgainst(argv: readonly string[], answer: Answer, own: Partial<Io> = {}) {
  const said: Said = { out: '', err: '' };
  const host = createServer((request, response) => answer(request, response, said)).listen(0, '127.0.0.1');
  await once(host, 'listening');
  onTestFinished(() => void host.close());
  const io: Io = {
    env: {},
    platform: process.platform,
    home: `${tmpdir()}/quayside-nobody`,
    isTerminal: false,
    out: (written) => {
      said.out += written;
    },
    err: (written) => {
      said.err += written;
    },
    outBytes: async () => undefined,
    input: () => Readable.from([]),
    read: () => '',
    signal: new AbortController().signal,
    ...own,
  };
  const to = ['--url', `http://127.0.0.1:${(host.address() as AddressInfo).port}`, '--token', 'a-token'];
  const code = await runQuayside([...argv, ...to], io, '0.0.0');
  return { ...said, code };
}

/** The same, with JSON for each request; also answers what was asked for by those that change something. */
export async function runAgainstJson(
  argv: readonly string[],
  answerOf: (request: IncomingMessage) => unknown,
  own: Partial<Io> = {},
) {
  const asked: { url: string | undefined; body: unknown }[] = [];
  const answer: Answer = async (request, response) => {
    const body = await text(request);
    if (request.method !== 'GET')
      asked.push({ url: request.url, body: body === '' ? undefined : JSON.parse(body) });
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(answerOf(request)));
  };
  return { ...(await runAgainst(argv, answer, own)), asked };
}
