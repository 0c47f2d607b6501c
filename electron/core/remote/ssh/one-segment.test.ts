import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { inOneSegment } from './one-segment.ts';

it('hands what is written in one turn to the system at once, in its order', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const incoming = once(server, 'connection');
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const [[far]] = (await Promise.all([incoming, once(socket, 'connect')])) as [[Socket], unknown];
  const one = vi.spyOn(socket, '_write');
  const many = vi.spyOn(socket as Required<Socket>, '_writev');
  inOneSegment(socket);
  const ended = vi.fn();
  socket.write('one ');
  socket.write(Buffer.from('two '), ended);
  socket.write('three ', 'utf8');
  setImmediate(() => socket.end('four'));
  let text = '';
  for await (const chunk of far) text += String(chunk);
  expect(text).toBe('one two three four');
  expect(ended).toHaveBeenCalledOnce();
  expect(many.mock.calls.map(([chunks]) => chunks.length)).toEqual([3]);
  expect(one).toHaveBeenCalledOnce();
  far.destroy();
  server.close();
});
