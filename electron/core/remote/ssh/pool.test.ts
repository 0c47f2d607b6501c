import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { startTcpProxy } from '../test-support/tcp-proxy.ts';
import { backoffMs } from './backoff.ts';
import { connect } from './connect.ts';
import { exec } from './exec.ts';
import { createServerPool, type ServerPool, type ServerState } from './pool.ts';
import type { SshTarget } from './types.ts';

let sshd: TestSshd;
let targets: Map<string, SshTarget>;
let opened: string[];
beforeAll(async () => {
  sshd = await startTestSshd();
});
afterAll(() => sshd.stop());
beforeEach(() => {
  targets = new Map([['good', sshd.target()]]);
  opened = [];
});

const poolOf = ({
  deadlineMs = 500,
  ...options
}: {
  idleMs?: number;
  maxBackoffMs?: number;
  deadlineMs?: number;
} = {}): ServerPool & Disposable => {
  const pool = createServerPool({
    resolve: async (id) => targets.get(id) ?? sshd.target({ port: 1, label: id }),
    connect: (target, { signal }) => {
      opened.push(target.label);
      return connect(target, { signal, connectTimeoutMs: deadlineMs, handshakeTimeoutMs: deadlineMs });
    },
    ...options,
  });
  return { ...pool, [Symbol.dispose]: () => pool.close() };
};

const reaches = (pool: ServerPool, id: string, status: ServerState['status']) =>
  new Promise<ServerState>((resolve) => {
    const stop = pool.onState((serverId, state) => {
      if (serverId !== id || state.status !== status) return;
      stop();
      resolve(state);
    });
  });

test('many uses at once share one connection', async () => {
  using pool = poolOf();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => pool.use('good', (c) => exec(c, ['echo', 'hi']))),
  );
  expect(answers.every((a) => a.stdout.toString() === 'hi\n')).toBe(true);
  expect(opened).toEqual(['test-server']);
});

test('an unused connection is closed after the idle time, and opened again when needed', async () => {
  using pool = poolOf({ idleMs: 20 });
  const idle = reaches(pool, 'good', 'idle');
  await pool.use('good', (c) => exec(c, ['true']));
  expect(pool.state('good').status).toBe('up');
  await idle;
  await pool.use('good', (c) => exec(c, ['true']));
  expect(opened).toHaveLength(2);
});

test('while a server is in its back-off, uses fail at once without knocking again', async () => {
  using pool = poolOf();
  for (let n = 0; n < 5; n++)
    await expect(pool.use('bad', async () => 1)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'refused' },
    });
  expect(opened).toEqual(['bad']);
  expect(pool.state('bad')).toMatchObject({ status: 'down', error: { code: 'UNREACHABLE' } });
});

test('a reset tries again at once', async () => {
  using pool = poolOf();
  await expect(pool.use('late', async () => 1)).rejects.toThrow();
  targets.set('late', sshd.target());
  pool.reset('late');
  expect(await pool.use('late', async () => 1)).toBe(1);
});

test('a host key that is not the pinned one is a hard stop until reset', async () => {
  using pool = poolOf({ maxBackoffMs: 1 });
  targets.set('changed', sshd.target({ verifyHostKey: () => ({ trusted: false, pinned: 'SHA256:old' }) }));
  using _hold = pool.hold('changed');
  await reaches(pool, 'changed', 'stopped');
  for (let n = 0; n < 3; n++)
    await expect(pool.use('changed', async () => 1)).rejects.toMatchObject({
      data: { reason: 'host-key', pinned: 'SHA256:old' },
    });
  expect(opened).toHaveLength(1);
  targets.set('changed', sshd.target());
  pool.reset('changed');
  expect(await pool.use('changed', async () => 1)).toBe(1);
});

test('a held server comes back by itself after a cut', async () => {
  await using proxy = await startTcpProxy(sshd.port);
  targets.set('held', sshd.target({ port: proxy.port }));
  using pool = poolOf({ maxBackoffMs: 10, idleMs: 1 });
  const up = reaches(pool, 'held', 'up');
  using _hold = pool.hold('held');
  await up;
  const [down, upAgain] = [reaches(pool, 'held', 'down'), reaches(pool, 'held', 'up')];
  proxy.cut();
  expect((await down).error?.code).toBe('UNREACHABLE');
  await upAgain;
  expect((await pool.use('held', (c) => exec(c, ['true']))).exitCode).toBe(0);
});

test('a server that hangs delays no other', async () => {
  await using hole = await startTcpProxy(0);
  using pool = poolOf({ deadlineMs: 3_000 });
  const hung = Array.from({ length: 50 }, (_, n) => {
    targets.set(`hole-${n}`, sshd.target({ port: hole.port, label: `hole-${n}` }));
    return pool
      .use(`hole-${n}`, async () => 'connected')
      .catch((error: { data?: { reason?: string } }) => error.data?.reason);
  });
  let given = 0;
  for (const each of hung) void each.then(() => (given += 1));
  await pool.use('good', (c) => exec(c, ['true']));
  expect(given).toBe(0);
  expect(new Set(await Promise.all(hung))).toEqual(new Set(['timeout']));
});

test('a waiting use can be aborted, and the others still get the connection', async () => {
  using pool = poolOf();
  const aborted = pool.use('good', async () => 1, { signal: AbortSignal.abort() });
  const kept = pool.use('good', async () => 2);
  await expect(aborted).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await kept).toBe(2);
});

test('a closed pool ends its connections and opens no more', async () => {
  const pool = poolOf();
  const lease = await pool.acquire('good');
  pool.close();
  await lease.connection.ended;
  await expect(pool.use('good', async () => 1)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('the back-off doubles to its cap and is jittered', () => {
  expect([1, 2, 3, 10, 1000].map((n) => backoffMs(n, 60_000, () => 1))).toEqual([
    1000, 2000, 4000, 60_000, 60_000,
  ]);
  expect(backoffMs(3, 60_000, () => 0)).toBe(2000);
});
