import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
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

/** Opens a connection, sends what is given, and then neither reads nor closes, whatever the host does. */
function rudeClient(...lines: readonly string[]): Socket {
  const socket = connect({ port: host.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
  return socket;
}

/** Resolves when the host holds its end of a rude client's connection no longer: only then a write is answered by a reset. */
async function untilDestroyed(socket: Socket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const knock = setInterval(() => socket.write('x'), 50);
  await closed;
  clearInterval(knock);
}

describe('a client that keeps its end open is destroyed all the same', () => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];

  it.each([
    ['after a refused upgrade', () => ['GET /rpc HTTP/1.1', `Host: 127.0.0.1:${host.port}`, ...upgrade, '']],
    [
      'after an upgrade elsewhere',
      () => ['GET /else HTTP/1.1', `Host: 127.0.0.1:${host.port}`, ...upgrade, ''],
    ],
    ['after CONNECT', () => ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com', '']],
    ['after a head that never ends', () => ['GET / HTTP/1.1']],
    ['after bytes that are no HTTP', () => ['\u0016\u0003\u0001']],
    ['after nothing at all', () => []],
    [
      'after a request of a stranger',
      () => ['GET /api/v1/organizations HTTP/1.1', `Host: 127.0.0.1:${host.port}`, ''],
    ],
  ])('%s', async (_, lines) => {
    await untilDestroyed(rudeClient(...lines()));
    expect(await made.client.organization.list()).toHaveLength(1);
  });
});

describe('a socket on which nobody has signed in', () => {
  const openStranger = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['quayside'], { origin: host.url });
    await once(socket, 'open');
    return socket;
  };

  it('is cut off by half a megabyte before any of it is decoded', async () => {
    const socket = await openStranger();
    const closed = once(socket, 'close');
    socket.send(Buffer.alloc(512 * 1024, '['));
    await closed;
  });

  it('may take the place of an older one, so that a crowd of them keeps nobody out', async () => {
    await host.close();
    host = await serveInProcess(made.core);
    const crowd: WebSocket[] = [];
    for (let turn = 0; turn < 64; turn += 1) crowd.push(await openStranger());
    const oldest = once(crowd[0] as WebSocket, 'close');
    const newcomer = await openStranger();
    await oldest;
    expect(newcomer.readyState).toBe(WebSocket.OPEN);
    for (const socket of [...crowd, newcomer]) socket.terminate();
  });
});
