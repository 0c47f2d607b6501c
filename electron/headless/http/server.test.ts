import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { readAll } from '#test/support/raw-http.ts';

let made: Awaited<ReturnType<typeof createOwnedCore>>;
let host: InProcessHost;
beforeEach(async () => {
  made = await createOwnedCore();
  host = await serveInProcess(made.core, { headersMs: 200, requestMs: 400, heartbeatMs: 50, stopMs: 300 });
});
afterEach(async () => {
  await host.close();
  await made.core.close();
});

const openSocket = async (): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['quayside', `token.${host.token}`], {
    origin: host.url,
    autoPong: false,
  });
  await once(socket, 'open');
  return socket;
};

describe('a client that is too slow', () => {
  it('with its headers is answered 408 and cut off', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\n');
    expect(await readAll(socket)).toContain('408 Request Timeout');
  });

  it('with its body is cut off as well', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write(
      [
        'POST /api/v1/organizations HTTP/1.1',
        `Host: 127.0.0.1:${host.port}`,
        `Authorization: Bearer ${host.token}`,
        'Content-Type: application/json',
        'Content-Length: 100',
        '',
        '{"name":',
      ].join('\r\n'),
    );
    expect(await readAll(socket)).not.toContain('201');
    expect(await made.client.organization.list()).toHaveLength(1);
  });

  it('to answer a ping on its socket is dropped', async () => {
    const socket = await openSocket();
    const [code] = await once(socket, 'close');
    expect(code).toBe(1006);
  });
});

describe('a host that stops', () => {
  it('tells its sockets that it goes, and cuts those that do not', async () => {
    const socket = await openSocket();
    const closed = once(socket, 'close');
    await host.close();
    const [code] = await closed;
    expect([1001, 1006]).toContain(code);
    await expect(fetch(host.url)).rejects.toThrow();
  });
});

describe('headers that are too long', () => {
  it('are answered 431', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await readAll(socket)).toContain(' 431 ');
  });
});
