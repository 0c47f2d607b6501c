import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { type FarEnd, relay } from './relay.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Both sides of one connection of this machine. */
const pair = async (): Promise<{ client: Socket; inside: Socket }> => {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const client = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const [inside] = (await once(server, 'connection')) as [Socket];
  client.on('error', () => undefined);
  inside.on('error', () => undefined);
  ends.push(() => {
    client.destroy();
    inside.destroy();
    server.close();
  });
  return { client, inside };
};

it('lets a client go that never ends its own half after the service ended the other', async () => {
  const { client, inside } = await pair();
  const far = new PassThrough();
  relay(inside, far, { lingerMs: 20 });
  client.resume();
  far.push(null);
  await once(client, 'end');
  await once(inside, 'close');
  expect(far.destroyed).toBe(true);
});

it('reads away what nobody wants any more, since a channel with unread bytes never closes', async () => {
  const { client, inside } = await pair();
  let isClosed = false;
  const far: FarEnd = Object.assign(new PassThrough({ highWaterMark: 1_024 }), {
    close: () => {
      isClosed = true;
    },
  });
  relay(inside, far);
  // more than a client that reads nothing takes: the rest waits at the far end
  far.push(Buffer.alloc(16 * 1024 * 1024));
  far.push(Buffer.alloc(100_000));
  await once(client, 'readable');
  expect(far.readableLength).toBe(100_000);
  const gone = new Promise((resolve) => inside.once('close', resolve));
  client.destroy();
  await gone;
  await expect.poll(() => far.readableLength).toBe(0);
  expect(isClosed).toBe(true);
});

it('tells a cut as a reset, since half an answer is none', async () => {
  for (const cut of [
    (far: PassThrough) => far.destroy(new Error('cut')),
    (far: PassThrough) => far.push(null),
  ]) {
    const { client, inside } = await pair();
    const far = new PassThrough();
    relay(inside, far, { isCut: () => true });
    client.resume();
    cut(far);
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  }
});
