import { type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { TunnelAgent } from './tunnel-agent.ts';

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A channel as ssh2 makes it: it tells of its end, and stays writable where its connection was cut. */
function channelThat(onRequest: (channel: Duplex) => void): Duplex {
  const channel = new Duplex({
    autoDestroy: false,
    emitClose: false,
    read: () => undefined,
    write(_chunk, _encoding, done) {
      onRequest(this);
      done();
    },
  });
  return channel.once('end', () => channel.emit('close'));
}

/** Resolves when the answer begins; it is read later. */
function begin(agent: TunnelAgent): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request({ agent, host: 'docker', path: '/' }).once('response', resolve).once('error', reject).end();
  return promise;
}

it('gives a request no channel whose connection was cut before its last answer was read', async () => {
  const cut = channelThat((channel) => {
    channel.push(answer);
    channel.push(null);
  });
  const sound = channelThat((channel) => channel.push(answer));
  const channels = [cut, sound];
  const agent = new TunnelAgent(async () => channels.shift() as Duplex);
  const first = await begin(agent);
  expect(cut.readableEnded).toBe(true);
  expect(await text(first)).toBe('ok');
  expect(await text(await begin(agent))).toBe('ok');
  expect(channels).toEqual([]);
  agent.destroy();
});
