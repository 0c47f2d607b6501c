import { once } from 'node:events';
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payloads } from '../test-support/payloads.ts';
import { startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { connect } from './connect.ts';
import { exec, execOrThrow } from './exec.ts';
import { openTerminal } from './terminal.ts';
import type { SshConnection } from './types.ts';

let sshd: TestSshd;
let connection: SshConnection;
beforeAll(async () => {
  sshd = await startTestSshd();
  connection = await connect(sshd.target());
});
afterAll(async () => {
  connection.close();
  await connection.ended;
  await sshd.stop();
});

describe('exec', () => {
  test('exit code, both outputs and stdin are told apart', async () => {
    const result = await exec(connection, ['sh', '-c', 'cat; echo bad >&2; exit 3'], { stdin: 'in' });
    expect({ ...result, stdout: result.stdout.toString(), stderr: result.stderr.toString() }).toEqual({
      exitCode: 3,
      signal: null,
      stdout: 'in',
      stderr: 'bad\n',
      truncated: false,
    });
  });

  test('every payload arrives over ssh as text or is refused, and none runs', async () => {
    rmSync('/tmp/m', { force: true });
    for (const payload of payloads.filter((p) => !p.includes('\0'))) {
      const { stdout } = await exec(connection, ['printf', '%s', payload]);
      expect(stdout.toString()).toBe(payload);
    }
    await expect(exec(connection, ['printf', 'nul\0'])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(existsSync('/tmp/m')).toBe(false);
  });

  test('a stream that fails before a session is free is an error of this call alone, and is closed', async () => {
    const holding = new AbortController();
    const holders = Array.from({ length: 8 }, () =>
      exec(connection, ['sleep', '30'], { signal: holding.signal }),
    );
    const missing = createReadStream('/nonexistent/file');
    const sending = exec(connection, ['cat'], { stdin: missing });
    await new Promise<void>((resolve) => missing.once('close', () => resolve()));
    holding.abort();
    await Promise.allSettled(holders);
    await expect(sending).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { stderr: expect.stringContaining('ENOENT') },
    });
  });

  test('a stream is closed where no program begins', async () => {
    const gone = await connect(sshd.target());
    gone.close();
    await gone.ended;
    const stdin = new Readable({ read: () => undefined });
    await expect(exec(gone, ['cat'], { stdin })).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(stdin.destroyed).toBe(true);
  });

  test('variables reach the program, and a bad name is refused', async () => {
    const { stdout } = await exec(connection, ['sh', '-c', 'printf %s "$A"'], { env: { A: "x'y\nz" } });
    expect(stdout.toString()).toBe("x'y\nz");
    await expect(exec(connection, ['true'], { env: { 'A;B': '' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('more than eight commands at once queue and all finish', async () => {
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        exec(connection, ['sh', '-c', 'sleep 0.05; echo "$0"', String(n)]),
      ),
    );
    expect(results.map((r) => Number(r.stdout.toString()))).toEqual(results.map((_, n) => n));
  });

  test('a server that allows fewer sessions is respected', async () => {
    await using small = await startTestSshd({ config: ['MaxSessions 2'] });
    const limited = await connect(small.target());
    const results = await Promise.all(Array.from({ length: 12 }, () => exec(limited, ['sleep', '0.05'])));
    expect(results.map((r) => r.exitCode)).toEqual(results.map(() => 0));
    limited.close();
    await limited.ended;
  });

  test('a command that prints without end is killed at the cap', async () => {
    const result = await exec(connection, ['yes'], { maxBytes: 100_000 });
    expect([result.truncated, result.stdout.length]).toEqual([true, 100_000]);
  });

  test('a deadline and an abort end the remote process', async () => {
    const marks = [`71${process.pid}`, `72${process.pid}`] as const;
    const isRunning = async (mark: string) =>
      (await exec(connection, ['pgrep', '-f', `^sleep ${mark}$`])).exitCode === 0;
    await expect(exec(connection, ['sleep', marks[0]], { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'timeout' },
    });
    await expect(
      exec(connection, ['sleep', marks[1]], { signal: AbortSignal.timeout(100) }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(async () => (await isRunning(marks[0])) || (await isRunning(marks[1]))).toBe(false);
  });

  test('execOrThrow carries exit code and the end of stderr', async () => {
    const attempt = execOrThrow(connection, ['sh', '-c', 'echo no luck >&2; exit 9'], { action: 'Trying' });
    await expect(attempt).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { server: 'test-server', action: 'Trying', exitCode: 9, stderr: 'no luck\n' },
    });
  });
});

describe('a terminal', () => {
  test('has the size asked for, is resized, and tells how it ended', async () => {
    const terminal = await openTerminal(connection, { argv: ['sh'], cols: 100, rows: 30 });
    let seen = '';
    terminal.stream.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
    });
    terminal.stream.write('stty size\n');
    await expect.poll(() => seen).toContain('30 100');
    await terminal.resize(120, 40);
    terminal.stream.write('stty size\n');
    await expect.poll(() => seen).toContain('40 120');
    terminal.stream.write('exit 5\n');
    expect(await terminal.done).toEqual({ exitCode: 5, signal: null });
  });

  test('the login shell opens without a program, and closing ends it', async () => {
    const terminal = await openTerminal(connection, { cols: 80, rows: 24 });
    await once(terminal.stream, 'data');
    terminal.close();
    await terminal.done.catch(() => undefined);
    expect((await exec(connection, ['true'])).exitCode).toBe(0);
  });
});
