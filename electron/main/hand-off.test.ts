import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { RouterClient } from '@orpc/server';
import { afterEach, expect, it } from 'vitest';
import type { CoreRouter } from '#core/router.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { createHandOff, type PortFrame } from './hand-off.ts';
import { portServer } from './serve-port.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

const desktop = async () => {
  const { core, organizationId } = await createOwnedCore({ kind: 'desktop' });
  opened.push(core);
  const handedOver: MessagePort[] = [];
  const handOff = createHandOff<MessagePort>({
    createChannel: () => new MessageChannel(),
    serve: portServer(core),
  });
  const page = (url = 'app://quayside/'): PortFrame<MessagePort> => ({
    url,
    origin: new URL(url).origin === 'null' ? 'app://quayside' : new URL(url).origin,
    parent: null,
    isDestroyed: () => false,
    postMessage: (channel, _message, [port]) => {
      if (channel === 'quayside:port' && port) handedOver.push(port);
    },
  });
  opened.push({ close: () => handOff.revoke() });
  return { handOff, page, handedOver, organizationId };
};

const clientOver = (port: MessagePort): RouterClient<CoreRouter> => {
  const link = new RPCLink({ port });
  port.start();
  return createORPCClient(link);
};

it('gives a loaded page a port that answers as the person at this machine', async () => {
  const { handOff, page, handedOver, organizationId } = await desktop();
  expect(handOff.toPage(page())).toBe(true);
  const [port] = handedOver;
  if (!port) throw new Error('no port came');
  const client = clientOver(port);
  expect((await client.session.current()).account?.name).toBe('Olive Owner');
  const project = await client.project.create({ organizationId, name: 'Shop' });
  await expect(client.project.create({ organizationId, name: 'shop' })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { field: 'name' },
  });
  expect((await client.project.get({ projectId: project.id })).name).toBe('Shop');
});

it('gives the next load a fresh port and closes the one before', async () => {
  const { handOff, page, handedOver } = await desktop();
  handOff.toPage(page());
  const [first] = handedOver;
  if (!first) throw new Error('no port came');
  first.start();
  const closed = once(first, 'close');
  handOff.toPage(page());
  await closed;
  const second = handedOver[1];
  if (!second) throw new Error('no second port came');
  expect((await clientOver(second).session.current()).account?.name).toBe('Olive Owner');
});

it('gives a foreign page nothing, and takes the port of ours away', async () => {
  const { handOff, page, handedOver } = await desktop();
  handOff.toPage(page());
  const [first] = handedOver;
  if (!first) throw new Error('no port came');
  first.start();
  const closed = once(first, 'close');
  expect(handOff.toPage(page('https://evil.example/'))).toBe(false);
  await closed;
  expect(handedOver).toHaveLength(1);
});
