import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError, type AppErrorCode } from '#shared/model/errors.ts';
import { freePort, makeKeyFile, startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { startTcpProxy } from '../test-support/tcp-proxy.ts';
import { connect } from './connect.ts';
import { exec } from './exec.ts';
import { fingerprint } from './fingerprint.ts';
import { probeHostKey } from './host-key.ts';

let sshd: TestSshd;
beforeAll(async () => {
  sshd = await startTestSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
});
afterAll(() => sshd.stop());

const failure = async (attempt: Promise<unknown>): Promise<{ code: AppErrorCode; data: unknown }> => {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return { code: error.code, data: error.data };
};

const rawOf = (line: string) => Buffer.from(line.split(' ')[1] ?? '', 'base64');

describe('connecting', () => {
  test('a good key opens a connection that runs commands', async () => {
    const connection = await connect(sshd.target());
    const { stdout, exitCode } = await exec(connection, ['echo', 'hello']);
    expect([stdout.toString(), exitCode]).toEqual(['hello\n', 0]);
    connection.close();
    await connection.ended;
    expect(connection.isOpen).toBe(false);
  });

  test('an encrypted key with its passphrase, an RSA key and an ECDSA key work', async () => {
    for (const [type, passphrase, ...more] of [
      ['ed25519', 'secret'],
      ['rsa', '', '-b', '3072'],
      ['ecdsa', 'secret', '-m', 'PEM'],
    ] as const) {
      const path = join(sshd.folder, `extra-${type}`);
      const privateKey = makeKeyFile(path, type, passphrase, ...more);
      execFileSync('sh', ['-c', 'cat "$1.pub" >>"$2/authorized_keys"', 'sh', path, sshd.folder]);
      const auth = { kind: 'key', privateKey, passphrase: passphrase || undefined } as const;
      const connection = await connect(sshd.target({ auth }));
      connection.close();
    }
  });

  test('a key held by an agent works', async () => {
    const socket = join(sshd.folder, 'agent.sock');
    const agent: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      if (agent.stdout) await once(agent.stdout, 'data');
      execFileSync('ssh-add', ['-q', join(sshd.folder, 'client')], { env: { SSH_AUTH_SOCK: socket } });
      const connection = await connect(sshd.target({ auth: { kind: 'agent', socket } }));
      connection.close();
    } finally {
      agent.kill();
    }
  });

  test('a jump host carries the connection, each with its own host key check', async () => {
    await using inner = await startTestSshd();
    const seen: string[] = [];
    const noting = (name: string) => (key: { fingerprint: string }) =>
      seen.push(`${name} ${key.fingerprint}`) > 0;
    const jump = sshd.target({ label: 'jump', verifyHostKey: noting('jump') });
    const connection = await connect(inner.target({ jump, verifyHostKey: noting('inner') }));
    const { stdout } = await exec(connection, ['sh', '-c', 'echo $SSH_CONNECTION']);
    expect(stdout.toString()).toContain(` ${inner.port}`);
    expect(seen).toEqual([
      `jump ${fingerprint(rawOf(sshd.hostKeyLine('ed25519')))}`,
      `inner ${fingerprint(rawOf(inner.hostKeyLine('ed25519')))}`,
    ]);
    connection.close();
    await connection.ended;
  });
});

describe('a connection that cannot be made says why', () => {
  test('refused', async () => {
    const attempt = connect(sshd.target({ port: await freePort() }));
    expect(await failure(attempt)).toMatchObject({
      code: 'UNREACHABLE',
      data: { server: 'test-server', reason: 'refused' },
    });
  });

  test('a host name that does not resolve', async () => {
    const attempt = connect(sshd.target({ host: 'no-such-host.invalid' }));
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'dns' } });
  });

  test('a black hole, within the deadline', async () => {
    await using hole = await startTcpProxy(0);
    const attempt = connect(sshd.target({ port: hole.port }), { handshakeTimeoutMs: 200 });
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'timeout' } });
  });

  test('a wrong key', async () => {
    const privateKey = makeKeyFile(join(sshd.folder, 'stranger'), 'ed25519');
    const attempt = connect(sshd.target({ auth: { kind: 'key', privateKey } }));
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'auth' } });
  });

  test('an agent that is not there', async () => {
    const attempt = connect(sshd.target({ auth: { kind: 'agent', socket: join(sshd.folder, 'none') } }));
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'auth' } });
  });

  test('a password where none is accepted', async () => {
    const attempt = connect(sshd.target({ auth: { kind: 'password', password: 'x' } }));
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'auth' } });
  });

  test('a server that is not an SSH server', async () => {
    await using proxy = await startTcpProxy(await freePort());
    const attempt = connect(sshd.target({ port: proxy.port }));
    expect(await failure(attempt)).toMatchObject({ data: { reason: 'closed' } });
  });

  test('an unreachable server behind a jump host', async () => {
    const attempt = connect(
      sshd.target({ label: 'inner', port: await freePort(), jump: sshd.target({ label: 'jump' }) }),
    );
    expect(await failure(attempt)).toMatchObject({ data: { server: 'inner', reason: 'refused' } });
  });

  test.each([
    ['text that is no key', 'garbage', undefined, 'privateKey'],
    ['an empty key', '', undefined, 'privateKey'],
  ])('%s', async (_name, privateKey, passphrase, path) => {
    const attempt = connect(sshd.target({ auth: { kind: 'key', privateKey, passphrase } }));
    expect(await failure(attempt)).toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path }] } });
  });

  test.each([
    ['OpenSSH', []],
    ['PEM', ['-m', 'PEM']],
  ])('an encrypted %s key without or with a wrong passphrase', async (format, more) => {
    const type = format === 'PEM' ? 'ecdsa' : 'ed25519';
    const privateKey = makeKeyFile(join(sshd.folder, `locked-${format}`), type, 'right', ...more);
    for (const passphrase of [undefined, 'wrong']) {
      const attempt = connect(sshd.target({ auth: { kind: 'key', privateKey, passphrase } }));
      expect(await failure(attempt)).toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'passphrase' }] },
      });
    }
  });

  test('an abort', async () => {
    await using hole = await startTcpProxy(0);
    const attempt = connect(sshd.target({ port: hole.port }), { signal: AbortSignal.timeout(50) });
    expect((await failure(attempt)).code).toBe('CANCELLED');
  });
});

describe('host keys', () => {
  test('a refused key is a hard stop naming both fingerprints', async () => {
    const offered = fingerprint(rawOf(sshd.hostKeyLine('ed25519')));
    const attempt = connect(
      sshd.target({ verifyHostKey: async () => ({ trusted: false, pinned: 'SHA256:old' }) }),
    );
    expect(await failure(attempt)).toEqual({
      code: 'UNREACHABLE',
      data: { server: 'test-server', reason: 'host-key', offered, pinned: 'SHA256:old' },
    });
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('store closed'))],
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['answers with something else than true', () => ({ trusted: 'yes' }) as unknown as boolean],
  ])('a verifier that %s refuses', async (_name, verifyHostKey) => {
    expect(await failure(connect(sshd.target({ verifyHostKey })))).toMatchObject({
      data: { reason: 'host-key' },
    });
  });

  test.each(['ed25519', 'ecdsa', 'rsa'] as const)('the pinned type is asked for first: %s', async (type) => {
    const [keyType = '', base64] = sshd.hostKeyLine(type).split(' ');
    const connection = await connect(sshd.target({ hostKeyTypes: [keyType] }));
    expect(connection.hostKey.raw.toString('base64')).toBe(base64);
    connection.close();
  });

  test('a server that has lost the pinned type offers another one, which is refused', async () => {
    await using replaced = await startTestSshd({ hostKeys: ['ecdsa'] });
    const pinned = rawOf(sshd.hostKeyLine('ed25519'));
    const attempt = connect(
      replaced.target({
        hostKeyTypes: ['ssh-ed25519'],
        verifyHostKey: (key) => ({ trusted: key.raw.equals(pinned), pinned: fingerprint(pinned) }),
      }),
    );
    expect(await failure(attempt)).toMatchObject({
      data: {
        reason: 'host-key',
        pinned: fingerprint(pinned),
        offered: fingerprint(rawOf(replaced.hostKeyLine('ecdsa'))),
      },
    });
  });

  test('nothing about the user is sent before the key is verified', async () => {
    let attempts = 0;
    const hostKeys = [makeKeyFile(join(sshd.folder, 'counting-host'), 'ed25519')];
    const server = new ssh2.Server({ hostKeys }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        attempts++;
        context.reject();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await failure(connect(sshd.target({ port, verifyHostKey: async () => false })));
    expect(attempts).toBe(0);
    await failure(connect(sshd.target({ port, verifyHostKey: async () => true })));
    expect(attempts).toBeGreaterThan(0);
    server.close();
  });

  test('a probe reads the key without signing in', async () => {
    const key = await probeHostKey({ label: 'probe', host: '127.0.0.1', port: sshd.port });
    expect(key.fingerprint).toBe(fingerprint(rawOf(sshd.hostKeyLine('ed25519'))));
  });
});

describe('a connection that is lost', () => {
  test('a cut ends it at once and the running command with it', async () => {
    await using proxy = await startTcpProxy(sshd.port);
    const connection = await connect(sshd.target({ port: proxy.port }));
    const running = failure(exec(connection, ['sleep', '30']));
    await exec(connection, ['true']);
    proxy.cut();
    expect(await running).toMatchObject({ code: 'UNREACHABLE', data: { reason: 'closed' } });
    await connection.ended;
    expect(await failure(exec(connection, ['true']))).toMatchObject({ data: { reason: 'closed' } });
  });

  test('a frozen server is found by keepalive', async () => {
    await using proxy = await startTcpProxy(sshd.port);
    const connection = await connect(sshd.target({ port: proxy.port }), { keepaliveMs: 50 });
    proxy.freeze();
    expect(await connection.ended).toContain('Keepalive');
  });
});
