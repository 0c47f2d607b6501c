import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tunnel } from '#shared/contract/tunnel.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addService, type Ground, makeGround, specOf, untilEnd } from './deploy-support.ts';

describeOnLab('a tunnel to a service on a server', () => {
  let lab: LabServer;
  let ground: Ground;
  let serviceId: string;

  beforeAll(async () => {
    lab = await startServer({
      user: 'deploy',
      swarm: true,
      images: ['quayside-lab/app:1', 'quayside-lab/app:2'],
    });
    ground = await makeGround(lab);
    serviceId = await addService(ground, `"we'b`);
    await deploy();
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await lab?.stop();
  });

  const deploy = async (): Promise<void> => {
    const { id } = await ground.client.deployment.create({ serviceId });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'succeeded' });
  };

  const enter = async ({ localPort }: Tunnel): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: localPort, allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  };

  const get = async (tunnel: Tunnel, path = '/'): Promise<string> =>
    (await fetch(`http://127.0.0.1:${tunnel.localPort}${path}`, { headers: { connection: 'close' } })).text();

  /** Ends every connection to the server without a word; the next ones find its sshd again. */
  const cutOff = async (): Promise<void> => {
    await lab.must(['systemctl', 'restart', 'ssh']);
    await lab.must(['pkill', '-KILL', 'sshd-session']);
  };

  const listed = () => ground.client.tunnel.list({ organizationId: ground.organizationId });

  test('leads a user without rights on it to the container of the time, also after a redeploy', async () => {
    const { client } = ground;
    const tunnel = await client.tunnel.open({ serviceId, port: 8080 });
    expect(await get(tunnel)).toBe('1');
    expect(tunnel.url).toBe(`http://127.0.0.1:${tunnel.localPort}/`);
    const next = specOf({ image: 'quayside-lab/app:2', ports: [{ containerPort: 8080, protocol: 'tcp' }] });
    await client.service.configure({ serviceId, spec: next });
    await deploy();
    expect(await get(tunnel)).toBe('2');
    await expect.poll(listed).toMatchObject([{ id: tunnel.id, connections: 0, connectionsSoFar: 2 }]);
    expect(await client.tunnel.close({ serviceId, tunnelId: tunnel.id })).toEqual({ closed: 1 });
    await expect(get(tunnel)).rejects.toThrow();
    // the one port that the service names needs not be said
    const again = await client.tunnel.open({ serviceId });
    expect([again.port, await get(again)]).toEqual([8080, '2']);
    expect(await client.tunnel.close({ serviceId })).toEqual({ closed: 1 });
  });

  test('is not opened to a port at which nothing answers, and says what to look for', async () => {
    await expect(ground.client.tunnel.open({ serviceId, port: 81 })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { cure: expect.stringContaining('0.0.0.0') },
    });
    expect(await listed()).toEqual([]);
  });

  test('passes an end on, holds what nobody reads, and resets what is cut off', async () => {
    const tunnel = await ground.client.tunnel.open({ serviceId });
    const asking = await enter(tunnel);
    asking.end('GET /hostname HTTP/1.0\r\n\r\n');
    expect(await text(asking)).toContain('200 OK');
    const waiting = await enter(tunnel);
    waiting.write('GET / HTTP/1.1\r\n');
    await expect.poll(listed).toMatchObject([{ connections: 1, sentBytes: 42 }]);
    const reset = once(waiting, 'error');
    await cutOff();
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
    await expect.poll(() => get(tunnel).catch(() => undefined)).toBe('2');
    await ground.client.tunnel.close({ serviceId });
  });

  test('names the setting of an sshd that forbids forwarding', async () => {
    const setting = '/etc/ssh/sshd_config.d/10-test.conf';
    await lab.must(['sh', '-c', `echo "AllowTcpForwarding no" >${setting}`]);
    await cutOff();
    await expect
      .poll(() =>
        ground.client.tunnel.open({ serviceId }).then(
          () => null,
          (error: unknown) => error,
        ),
      )
      .toMatchObject({
        code: 'REMOTE_FAILED',
        data: { cure: expect.stringContaining('AllowTcpForwarding local') },
      });
    await lab.must(['rm', setting]);
    await cutOff();
    await expect
      .poll(() =>
        ground.client.tunnel.open({ serviceId }).then(
          ({ port }) => port,
          () => undefined,
        ),
      )
      .toBe(8080);
  });

  test('ends with its service', async () => {
    const [tunnel] = await listed();
    if (!tunnel) throw new Error('there is no tunnel');
    await ground.client.service.delete({ serviceId, typedName: `"we'b` });
    expect(await listed()).toEqual([]);
    await expect(get(tunnel)).rejects.toThrow();
  });
});
