import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

/** Collects what arrives; `until` resolves once that many bytes are there. */
function reader(socket: Socket) {
  let received = Buffer.alloc(0);
  let changed = Promise.withResolvers<void>();
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    changed.resolve();
    changed = Promise.withResolvers();
  });
  const until = async (bytes: number): Promise<Buffer> => {
    while (received.length < bytes) await changed.promise;
    return received;
  };
  return { until, text: () => received.toString() };
}

describe('tcpProxy', () => {
  let echo: Server;
  let proxy: TcpProxy;
  beforeEach(async () => {
    echo = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await tcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  });
  afterEach(async () => {
    await proxy.close();
    echo.close();
  });

  async function open() {
    const socket = connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true });
    // Closing the proxy after a test resets what is still open.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return { socket, ...reader(socket) };
  }

  test('passes everything on unharmed, to the last byte after an end', async () => {
    const { socket, until } = await open();
    const sent = Buffer.alloc(5_000_000, 'abcdefghijk');
    socket.end(sent);
    await once(socket, 'end');
    expect((await until(sent.length)).equals(sent)).toBe(true);
    expect(proxy.connections).toBe(1);
  });

  test('delays without slowing down', async () => {
    proxy.set({ kind: 'delay', ms: 500 });
    const { socket, until } = await open();
    const startedAt = performance.now();
    for (let index = 0; index < 10; index += 1) {
      socket.write('x');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await until(10);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(995);
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });

  test('cuts after exactly so many bytes, and serves new connections until then', async () => {
    const { socket, text } = await open();
    proxy.set({ kind: 'cut', afterBytes: 25 });
    const failed = once(socket, 'error');
    socket.write('0123456789abcdefghij');
    expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
    expect(text()).toBe('01234');
    proxy.heal();
    const again = await open();
    again.socket.write('hello');
    expect((await again.until(5)).toString()).toBe('hello');
    again.socket.destroy();
  });

  test('cuts once, and serves from then on, where that is asked for', async () => {
    const { socket } = await open();
    proxy.set({ kind: 'cut', afterBytes: 5, once: true });
    const failed = once(socket, 'error');
    socket.write('0123456789');
    expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
    const again = await open();
    again.socket.write('0123456789');
    expect((await again.until(10)).toString()).toBe('0123456789');
    again.socket.destroy();
  });

  test('swallows everything as a black hole, and gives it back when healed', async () => {
    proxy.set({ kind: 'blackHole' });
    const { socket, until, text } = await open();
    socket.write('held back');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(text()).toBe('');
    expect(socket.destroyed).toBe(false);
    proxy.heal();
    expect((await until(9)).toString()).toBe('held back');
    socket.destroy();
  });

  test('drips one byte at a time, and lets the rest through when healed', async () => {
    proxy.set({ kind: 'drip', everyMs: 50 });
    const { socket, until, text } = await open();
    socket.write('a'.repeat(1000));
    await until(2);
    expect(text().length).toBeLessThan(500);
    proxy.heal();
    await until(1000);
    socket.destroy();
  });

  test('tells the client when the target is not there', async () => {
    await using lost = await tcpProxy({ host: '127.0.0.1', port: 1 });
    const socket = connect(lost.port, lost.host);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.on('close', resolve));
    expect(socket.bytesRead).toBe(0);
  });
});
