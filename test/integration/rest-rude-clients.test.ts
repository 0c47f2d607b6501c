import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { newDataFolder, removeFolder, type SpawnedHost, spawnHost } from '#test/support/spawn-host.ts';

let dataFolder: string;
let host: SpawnedHost;
const clients: { destroy(): void }[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await host.end();
  removeFolder(dataFolder);
});

const serve = async () => {
  dataFolder = newDataFolder();
  host = await spawnHost(dataFolder);
};

/** Opens a connection, says its lines, and then neither reads nor closes. */
const rude = async (lines: readonly string[]): Promise<void> => {
  const socket: Socket = connect({ port: host.port, host: '127.0.0.1', allowHalfOpen: true });
  clients.push(socket);
  socket.on('error', () => socket.destroy());
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
};

const asOwner = () =>
  fetch(`${host.url}/api/v1/organizations`, {
    headers: { authorization: `Bearer ${host.token}`, connection: 'close' },
  }).then(({ status }) => status);

const kinds = (): (readonly string[])[] => [
  ['GET /rpc HTTP/1.1', `Host: 127.0.0.1:${host.port}`, 'Connection: Upgrade', 'Upgrade: websocket', ''],
  ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com', ''],
  ['GET / HTTP/1.1'],
  ['nonsense'],
  [],
];

it('two thousand connections of strangers who never close keep nobody out who has a token', async () => {
  await serve();
  for (let round = 0; round < 20; round += 1) {
    const lines = kinds();
    await Promise.all(Array.from({ length: 100 }, (_, at) => rude(lines[at % lines.length] ?? [])));
    expect(await asOwner()).toBe(200);
  }
});

it('strangers who send half a megabyte in one message are cut off, and the host answers the others', async () => {
  await serve();
  const much = Buffer.alloc(512 * 1024, '[');
  const cut = Array.from({ length: 8 }, async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['quayside'], { origin: host.url });
    clients.push({ destroy: () => socket.terminate() });
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await once(socket, 'open');
    socket.send(much);
    await closed;
  });
  await Promise.all(cut);
  expect(await asOwner()).toBe(200);
});
