import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tunnel } from '#shared/contract/tunnel.ts';
import { AppError } from '#shared/model/errors.ts';
import { addAccount } from '#test/support/add-account.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fakeClock, olive, signInAs } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';
import { createTunnels } from './tunnels.ts';
import type { DialService, TunnelOwner, Tunnels } from './types.ts';

const hour = 60 * 60 * 1_000;
const clock = fakeClock();
let core: Core;
let client: TestClient;
let organizationId: string;
let serviceId: string;
let serverId: string;
let tunnels: Tunnels;
let owner: TunnelOwner;
/** What the service does with a connection; what it leads to where that fails. */
let serve: (socket: Socket) => void;
let service: Server;
let refusal: AppError | undefined;
const sockets = new Set<Socket>();

const tracked = (socket: Socket): Socket => {
  sockets.add(socket);
  socket.on('error', () => undefined);
  return socket;
};

const echo = (socket: Socket): void => void socket.pipe(socket);

const dial: DialService = async () => {
  if (refusal) throw refusal;
  const address = service.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const far = tracked(connect({ host: '127.0.0.1', port, allowHalfOpen: true }));
  await once(far, 'connect');
  return { far, serverId, isCut: () => false };
};

beforeEach(async () => {
  const made = await createOwnedCore({ now: clock.now });
  ({ core, client, organizationId } = made);
  const { store, servers, sessions } = core.services;
  const project = await client.project.create({ organizationId, name: 'shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  serviceId = (await client.service.create({ environmentId: environment?.id ?? '', name: `"we'b` })).id;
  serverId = store.write((tx) => addServer(tx, organizationId, 'srv1'));
  tunnels = createTunnels({ store, host: made.host, servers, sessions, dial, lookMs: 10 });
  const accountId = addAccount(core, { organizationId, role: 'Developer', name: 'Dora' });
  owner = { subject: accountId, accountId, name: 'Dora', sessionId: null };
  refusal = undefined;
  serve = echo;
  service = createServer({ allowHalfOpen: true }, (socket) => serve(tracked(socket)));
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
});

afterEach(async () => {
  await tunnels.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  service.close();
  await core.close();
});

const open = (more: { localPort?: number; hours?: number; by?: TunnelOwner } = {}): Promise<Tunnel> => {
  const { localPort = 0, hours = 8, by = owner } = more;
  const wish = { serviceId, port: 8080, localPort, hours, scheme: 'http' as const };
  return tunnels.open(by, wish, new AbortController().signal);
};

const enter = async ({ localPort }: Tunnel): Promise<Socket> => {
  const socket = tracked(connect({ host: '127.0.0.1', port: localPort, allowHalfOpen: true }));
  await once(socket, 'connect');
  return socket;
};

/** How a connection ends that is not let through: as a reset, never as an end of the answer. */
const cut = async (socket: Socket): Promise<string | undefined> => {
  const [error] = (await once(socket.resume(), 'error')) as [NodeJS.ErrnoException];
  return error.code;
};

const listed = (): Tunnel[] => tunnels.list(owner, organizationId);

/** Waits until the port is nobody's. */
const untilClosed = ({ localPort }: Tunnel): Promise<void> =>
  expect
    .poll(async () => {
      const socket = tracked(connect({ host: '127.0.0.1', port: localPort }));
      return once(socket, 'connect').then(
        () => 'open',
        (error: NodeJS.ErrnoException) => error.code,
      );
    })
    .toBe('ECONNREFUSED');

describe('a tunnel', () => {
  it('listens on this machine alone, and says where it leads and for how long', async () => {
    const tunnel = await open();
    expect(tunnel).toMatchObject({
      path: `shop/production/"we'b`,
      port: 8080,
      localHost: '127.0.0.1',
      url: `http://127.0.0.1:${tunnel.localPort}/`,
      openedBy: 'Dora',
      isOwn: true,
      expiresAt: clock.ahead(8 * hour),
      connections: 0,
      problem: null,
    });
    const elsewhere = tracked(connect({ host: '127.0.0.2', port: tunnel.localPort }));
    await expect(once(elsewhere, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('carries bytes both ways as they are, and counts them', async () => {
    const socket = await enter(await open());
    const sent = Buffer.alloc(3_000_000, 'quayside ');
    socket.end(sent);
    expect((await buffer(socket)).equals(sent)).toBe(true);
    await expect
      .poll(listed)
      .toMatchObject([
        { connections: 0, connectionsSoFar: 1, sentBytes: 3_000_000, receivedBytes: 3_000_000 },
      ]);
  });

  it('passes the end of one way on and leaves the other open', async () => {
    serve = async (socket) => {
      const asked = await text(socket);
      socket.end(`answer to ${asked}`);
    };
    const socket = await enter(await open());
    socket.end('a question');
    expect(await text(socket)).toBe('answer to a question');
  });

  it('lets the service wait for a client that reads nothing', async () => {
    const chunk = Buffer.alloc(64 * 1024);
    let [written, isHeld] = [0, false];
    serve = (socket) => {
      const write = (): void => {
        while (socket.write(chunk)) written += chunk.length;
        isHeld = true;
      };
      socket.on('drain', write);
      write();
    };
    const socket = await enter(await open());
    socket.pause();
    await expect.poll(() => isHeld).toBe(true);
    let before = -1;
    await expect
      .poll(() => {
        const stands = before === written;
        before = written;
        return stands;
      })
      .toBe(true);
    // what two sockets and two streams hold, not what was there to be sent
    expect(written).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
    await expect.poll(() => listed()[0]?.connections).toBe(0);
  });

  it('resets a connection that leads nowhere, and says why until one does again', async () => {
    const tunnel = await open();
    refusal = new AppError('CONFLICT', { field: 'serviceId', reason: 'nothing runs' });
    expect(await cut(tracked(connect(tunnel.localPort, '127.0.0.1')))).toBe('ECONNRESET');
    await expect.poll(listed).toMatchObject([{ connections: 0, problem: 'nothing runs' }]);
    refusal = undefined;
    (await enter(tunnel)).end('again');
    await expect.poll(() => listed()[0]?.problem).toBe(null);
  });

  it('is not opened where it would lead nowhere', async () => {
    refusal = new AppError('CONFLICT', { field: 'serviceId', reason: 'nothing runs' });
    await expect(open()).rejects.toBe(refusal);
    expect(listed()).toEqual([]);
  });

  it('names the local port that is in use', async () => {
    const { localPort } = await open();
    await expect(open({ localPort })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'localPort', reason: expect.stringContaining(`port ${localPort} is in use`) },
    });
  });

  it('takes 128 connections at once, whatever a client floods it with', async () => {
    const tunnel = await open();
    const flood = Array.from({ length: 300 }, () =>
      tracked(connect({ host: '127.0.0.1', port: tunnel.localPort })).resume(),
    );
    await expect.poll(() => flood.filter(({ closed }) => closed).length).toBe(172);
    expect(listed()).toMatchObject([{ connections: 128, problem: expect.stringContaining('128') }]);
    for (const socket of flood) socket.destroy();
    await expect.poll(() => listed()[0]?.connections).toBe(0);
  });
});

describe('a tunnel ends', () => {
  it('at its time', async () => {
    const tunnel = await open({ hours: 1 });
    clock.pass(hour - 1);
    (await enter(tunnel)).end();
    clock.pass(1);
    await untilClosed(tunnel);
    expect(listed()).toEqual([]);
  });

  it('two hours after the last byte, and not before', async () => {
    const tunnel = await open({ hours: 24 });
    const socket = await enter(tunnel);
    await expect.poll(() => listed()[0]?.connections).toBe(1);
    clock.pass(2 * hour - 1);
    socket.write('still here');
    await once(socket, 'data');
    await expect.poll(() => listed()[0]?.receivedBytes).toBe(10);
    let hours = 0;
    await expect
      .poll(() => {
        // far from its own end, so that it is the silence that ends it
        if (hours < 4) clock.pass(hour);
        hours += 1;
        return listed().length;
      })
      .toBe(0);
    await untilClosed(tunnel);
  });

  it('with every connection as soon as its owner may not open it any more', async () => {
    const tunnel = await open();
    const socket = await enter(tunnel);
    const isCut = cut(socket);
    const member = (await client.member.list({ organizationId })).find(({ name }) => name === 'Dora');
    await client.member.remove({ memberId: member?.id ?? '' });
    expect(await isCut).toBe('ECONNRESET');
    await untilClosed(tunnel);
  });

  it('with the session that opened it, also when that is only locked', async () => {
    await client.session.setPassword({ newPassword: olive.password });
    const { client: signedIn, session } = await signInAs(core, olive);
    const accountId = session.account?.id ?? '';
    const sessionId = (await signedIn.session.sessions()).find(({ isCurrent }) => isCurrent)?.id ?? '';
    const by = { subject: accountId, accountId, name: 'Olive', sessionId };
    const locked = await open({ by });
    await signedIn.session.lock();
    await untilClosed(locked);
    await signedIn.session.unlock({ password: olive.password });
    const left = await open({ by });
    await signedIn.session.signOut();
    await untilClosed(left);
  });

  it('with its server, with its service, and with the host', async () => {
    const { store } = core.services;
    const first = await open();
    store.write((tx) => tx.removeNode(serverId));
    await untilClosed(first);
    serverId = store.write((tx) => addServer(tx, organizationId, 'srv2'));
    const second = await open();
    store.write((tx) => tx.removeNode(serviceId));
    await untilClosed(second);
    await tunnels.close();
  });

  it('when it is closed by its id or with all of its owner, and by no other id', async () => {
    const [first, second] = [await open(), await open()];
    expect(tunnels.end(serviceId, { tunnelId: first.id })).toEqual([`127.0.0.1:${first.localPort}`]);
    await untilClosed(first);
    expect(() => tunnels.end(serviceId, { tunnelId: first.id })).toThrow(AppError);
    expect(() => tunnels.end('svc_other', { tunnelId: second.id })).toThrow(AppError);
    expect(tunnels.end(serviceId, { accountId: 'acc_other' })).toEqual([]);
    expect(tunnels.end(serviceId, { accountId: owner.accountId })).toHaveLength(1);
    await untilClosed(second);
  });
});

describe('tunnels', () => {
  it('are seventeen too many of one account, however quickly they are opened', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 20 }, () => open()));
    const refused = opened.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ code: 'LIMIT', data: { limit: 16 } });
  });

  it('show to whoever may open some to the same service, as somebody else’s', async () => {
    await open();
    const accountId = addAccount(core, { organizationId, role: 'Manager', name: 'Mia' });
    const viewer = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    expect(tunnels.list({ subject: accountId, accountId }, organizationId)).toMatchObject([
      { openedBy: 'Dora', isOwn: false },
    ]);
    expect(tunnels.list({ subject: viewer, accountId: viewer }, organizationId)).toEqual([]);
    expect(tunnels.list({ subject: accountId, accountId }, 'org_other')).toEqual([]);
  });
});
