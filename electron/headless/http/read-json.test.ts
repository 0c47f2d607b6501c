import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RefusedRequest, readJson } from './read-json.ts';

const limit = 1_000;
let server: Server;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    readJson(incoming, limit).then(
      (value) => response.end(JSON.stringify({ value: value ?? 'nothing' })),
      (error: unknown) => {
        if (!(error instanceof RefusedRequest)) throw error;
        response.writeHead(error.problem.status, { connection: 'close' }).end(error.problem.detail);
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = { 'content-type': 'application/json' };

/** Sends a request with a body, or with its head and no more of it. */
async function send(body: string | Buffer | undefined, headers: Record<string, string | number> = json) {
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, method: 'POST', headers });
  sent.on('error', () => undefined);
  if (body === undefined) sent.flushHeaders();
  else sent.end(body);
  const [response] = await once(sent, 'response');
  const text = (await response.setEncoding('utf8').toArray()).join('');
  sent.destroy();
  return [response.statusCode, text];
}

describe('the body of a request', () => {
  it('is a JSON object, or nothing', async () => {
    expect(await send('{"a":"ä"}')).toEqual([200, '{"value":{"a":"ä"}}']);
    expect(await send('', {})).toEqual([200, '{"value":"nothing"}']);
    const withCharset = { 'content-type': 'application/json; charset=UTF-8' };
    expect(await send('{}', withCharset)).toEqual([200, '{"value":{}}']);
  });

  it.each(['[]', 'null', '"a"', '1'])('is refused where it is no object: %s', async (body) => {
    expect(await send(body)).toEqual([400, 'the body must be a JSON object']);
  });

  it.each(['{', '{"a":}', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])])(
    'is refused where it is no JSON in UTF-8',
    async (body) => {
      expect(await send(body)).toEqual([400, 'the body is not JSON in UTF-8']);
    },
  );

  it.each(['text/plain', 'application/json; charset=utf-16', 'application/json2', ''])(
    'is refused as %s',
    async (type) => {
      expect(await send('{}', { 'content-type': type })).toEqual([
        415,
        'the content type must be application/json',
      ]);
    },
  );

  it('is refused where it is compressed', async () => {
    expect(await send('{}', { ...json, 'content-encoding': 'gzip' })).toEqual([
      415,
      'the body must not be compressed',
    ]);
  });

  it('is taken up to the limit, and refused beyond it before it comes where its length is said', async () => {
    const [status] = await send(JSON.stringify({ a: 'x'.repeat(limit - '{"a":""}'.length) }));
    expect(status).toBe(200);
    expect((await send(undefined, { ...json, 'content-length': limit + 1 }))[0]).toBe(413);
  });

  it('is refused beyond the limit while it comes where its length is not said', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(limit) });
    expect((await send(body, { ...json, 'transfer-encoding': 'chunked' }))[0]).toBe(413);
  });
});
