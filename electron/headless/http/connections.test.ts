import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connections } from './connections.ts';
import { endInParts } from './end-in-parts.ts';

let server: Server;
let connections: Connections;
let clock: number;
const accepted: Socket[] = [];

beforeEach(async () => {
  clock = 0;
  accepted.length = 0;
  connections = new Connections({ strangers: 3, unreadMs: 10_000 }, () => clock);
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    connections.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  connections.close();
  for (const socket of accepted) socket.destroy();
  server.close();
});

async function open(localAddress = '127.0.0.1'): Promise<{ client: Socket; end: Socket }> {
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', localAddress });
  client.on('error', () => undefined);
  await once(server, 'connection');
  return { client, end: accepted.at(-1) as Socket };
}

describe('connections on which nobody has come in', () => {
  it('push out the oldest of them when they are too many', async () => {
    const first = await open();
    const gone = once(first.client, 'close');
    for (let turn = 0; turn < 3; turn += 1) await open();
    await gone;
    expect(connections.strangers).toBe(3);
  });

  it('push out one of the address that has most, and none of whoever has one alone', async () => {
    const alone = await open('127.0.0.2');
    const oldest = await open();
    const gone = once(oldest.client, 'close');
    for (let turn = 0; turn < 2; turn += 1) await open();
    await gone;
    expect(alone.end.destroyed).toBe(false);
  });

  it('push out nobody who came in', async () => {
    const first = await open();
    connections.vouch(first.end);
    const second = await open();
    const gone = once(second.client, 'close');
    for (let turn = 0; turn < 3; turn += 1) await open();
    await gone;
    expect(first.end.destroyed).toBe(false);
  });
});

describe('a client that does not read', () => {
  const much = Buffer.alloc(64 * 1024 * 1024);

  it('is destroyed once the system has taken nothing for ten seconds', async () => {
    const { client, end } = await open();
    client.pause();
    end.write(much);
    connections.sweep();
    clock = 9_999;
    connections.sweep();
    expect(end.destroyed).toBe(false);
    clock = 20_000;
    connections.sweep();
    expect(end.destroyed).toBe(true);
  });

  it('that reads slowly is not, however long it takes', async () => {
    const { client, end } = await open();
    client.pause();
    endInParts(end, much);
    const taken = (): number => end.bytesWritten - end.writableLength;
    await expect.poll(() => end.writableNeedDrain).toBe(true);
    for (let turn = 0; turn < 5; turn += 1) {
      const before = taken();
      const readMore = (): number => {
        client.read();
        return taken();
      };
      await expect.poll(readMore, { interval: 1 }).toBeGreaterThan(before);
      clock += 9_000;
      connections.sweep();
    }
    expect(taken()).toBeLessThan(much.length);
    expect(end.destroyed).toBe(false);
  });

  it('and has nothing to read may stay', async () => {
    const { end } = await open();
    clock = 1_000_000;
    connections.sweep();
    expect(end.destroyed).toBe(false);
  });
});
