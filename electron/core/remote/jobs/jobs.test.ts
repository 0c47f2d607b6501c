import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../ssh/connect.ts';
import { exec } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import { startTestSshd, type TestSshd } from '../test-support/sshd.ts';
import { startTcpProxy } from '../test-support/tcp-proxy.ts';
import { cancelJob, readJobFile, removeJob } from './end.ts';
import { followJobLog } from './log.ts';
import { startJob } from './start.ts';
import { jobStatus, listJobs, parseStatusLine } from './status.ts';

let sshd: TestSshd;
let connection: SshConnection;
let jobs: string[] = [];
beforeAll(async () => {
  sshd = await startTestSshd();
  connection = await connect(sshd.target());
});
afterEach(async () => {
  await Promise.all(jobs.map((id) => removeJob(connection, id)));
  jobs = [];
});
afterAll(async () => {
  connection.close();
  await connection.ended;
  await sshd.stop();
});

const newId = (name: string): string => {
  const id = `test-${process.pid}-${name}`;
  jobs.push(id);
  return id;
};

const readAll = async (from: SshConnection, id: string, offset = 0) => {
  const lines: string[] = [];
  let end = offset;
  for await (const batch of followJobLog(from, id, { from: offset, pollMs: 20 })) {
    lines.push(...batch.lines);
    end = batch.offset;
  }
  return { lines, end };
};

describe('a detached job', () => {
  test('runs its script with its files, keeps both outputs, and tells its exit code', async () => {
    const id = newId('plain');
    const script = 'cat in/name; echo; echo trouble >&2; echo left >out/result; ls -l in; exit 7';
    expect(await startJob(connection, { id, script, files: { name: { bytes: "it's; id" } } })).toEqual({
      started: true,
    });
    const { lines } = await readAll(connection, id);
    expect(lines.slice(0, 2)).toEqual(["it's; id", 'trouble']);
    expect(lines.join('\n')).toContain('-rw-------');
    const status = await jobStatus(connection, id);
    expect(status).toMatchObject({ state: 'exited', exitCode: 7 });
    expect(status.endedAt).toBeGreaterThanOrEqual(status.startedAt ?? Number.POSITIVE_INFINITY);
    expect((await readJobFile(connection, id, 'result'))?.toString()).toBe('left\n');
    expect(await readJobFile(connection, id, 'nothing')).toBeNull();
    const { stdout } = await exec(connection, ['ls', `/var/lib/quayside/jobs/${id}`]);
    expect(stdout.toString().split('\n')).not.toContain('in');
  });

  test('started twice with one id runs once', async () => {
    const id = newId('twice');
    const script = 'echo run >>out/runs; sleep 0.2';
    const starts = await Promise.all([1, 2, 3].map(() => startJob(connection, { id, script })));
    await readAll(connection, id);
    expect(starts.some((s) => s.started)).toBe(true);
    expect(await startJob(connection, { id, script })).toEqual({ started: false });
    expect((await readJobFile(connection, id, 'runs'))?.toString()).toBe('run\n');
  });

  test('outlives the connection that started it, and its log goes on from an offset', async () => {
    const id = newId('outlive');
    await using proxy = await startTcpProxy(sshd.port);
    const first = await connect(sshd.target({ port: proxy.port }));
    await startJob(first, { id, script: 'for n in 1 2 3 4 5 6; do echo "line $n"; sleep 0.1; done' });
    const seen: string[] = [];
    let offset = 0;
    const cutShort = async () => {
      for await (const batch of followJobLog(first, id, { pollMs: 20 })) {
        seen.push(...batch.lines);
        offset = batch.offset;
        if (seen.length >= 2) proxy.cut();
      }
    };
    await expect(cutShort()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const rest = await readAll(connection, id, offset);
    expect([...seen, ...rest.lines]).toEqual([1, 2, 3, 4, 5, 6].map((n) => `line ${n}`));
  });

  /** A file whose first bytes are sent, and the rest never. */
  const endless = () => new Readable({ read: () => undefined });
  const isSending = (id: string) => async () =>
    (
      await exec(connection, ['stat', '-c', '%s', `/var/lib/quayside/jobs/${id}/in/file.part`])
    ).stdout.toString();

  test('that is called off while a file of it is sent goes no further, and begins again when it is asked for', async () => {
    const id = newId('called-off');
    const calling = new AbortController();
    const file = endless();
    file.push('half');
    const job = { id, script: 'cat in/file' };
    const starting = startJob(connection, {
      ...job,
      files: { file: { bytes: () => Promise.resolve(file) } },
      signal: calling.signal,
    });
    await expect.poll(isSending(id)).toBe('4\n');
    calling.abort();
    await expect(starting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect([file.destroyed, (await jobStatus(connection, id)).state]).toEqual([true, 'absent']);
    const whole = { file: { bytes: () => Promise.resolve(Readable.from(['whole'])) } };
    expect(await startJob(connection, { ...job, files: whole })).toEqual({ started: true });
    expect((await readAll(connection, id)).lines).toEqual(['whole']);
  });

  test('has no half of a file whose connection was cut', async () => {
    const id = newId('torn');
    await using proxy = await startTcpProxy(sshd.port);
    const first = await connect(sshd.target({ port: proxy.port }));
    const file = endless();
    file.push('half');
    const files = { file: { bytes: () => Promise.resolve(file) } };
    const starting = startJob(first, { id, script: 'true', files });
    await expect.poll(isSending(id)).toBe('4\n');
    proxy.cut();
    await expect(starting).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const folder = `/var/lib/quayside/jobs/${id}/in`;
    await expect
      .poll(async () => (await exec(connection, ['pgrep', '-f', `${folder}/file`])).exitCode)
      .toBe(1);
    expect((await exec(connection, ['ls', folder])).stdout.toString()).toBe('file.part\n');
  });

  test('is cancelled with everything it started', async () => {
    const id = newId('cancel');
    const mark = `81${process.pid}`;
    const script = `sh -c 'trap "" TERM; sleep ${mark}' & echo started; sleep ${mark}; echo never`;
    await startJob(connection, { id, script });
    for await (const batch of followJobLog(connection, id, { pollMs: 20 }))
      if (batch.lines.includes('started')) break;
    await cancelJob(connection, id);
    expect((await jobStatus(connection, id)).state).toBe('cancelled');
    expect((await exec(connection, ['pgrep', '-f', `^sleep ${mark}$`])).exitCode).toBe(1);
    expect((await readAll(connection, id)).lines).toEqual(['started']);
  });

  test('that prints without end is cut at the limit and still ends', async () => {
    const id = newId('chatty');
    await startJob(connection, {
      id,
      script: 'head -c 300000000 /dev/zero | tr "\\0" x; echo done',
      logLimitBytes: 100_000,
    });
    const { lines, end } = await readAll(connection, id);
    expect(lines.at(-1)).toContain('truncated');
    expect(end).toBeLessThan(100_200);
    expect(await jobStatus(connection, id)).toMatchObject({ state: 'exited', exitCode: 0 });
  });

  test('that takes too long is ended with code 124', async () => {
    const id = newId('slow');
    await startJob(connection, { id, script: 'echo begun; sleep 100', timeoutSeconds: 1 });
    await readAll(connection, id);
    expect(await jobStatus(connection, id)).toMatchObject({ state: 'exited', exitCode: 124 });
  });

  test('that was killed without a word is lost', async () => {
    const id = newId('killed');
    await startJob(connection, { id, script: 'echo pid >out/ready; sleep 30' });
    await expect.poll(() => readJobFile(connection, id, 'ready')).not.toBeNull();
    await exec(connection, [
      'sh',
      '-c',
      'read -r _ pid _ <"$0" && kill -9 "-$pid"',
      `/var/lib/quayside/jobs/${id}/status`,
    ]);
    await expect.poll(async () => (await jobStatus(connection, id)).state).toBe('lost');
  });

  test('is listed until it is removed', async () => {
    const id = newId('listed');
    await startJob(connection, { id, script: 'sleep 30' });
    expect(await listJobs(connection)).toContain(id);
    await removeJob(connection, id);
    expect(await listJobs(connection)).not.toContain(id);
    expect((await jobStatus(connection, id)).state).toBe('absent');
  });

  test.each(['', 'A', '../x', 'a b', '-a', 'a;id', 'x'.repeat(65)])('the id %j is refused', async (id) => {
    await expect(startJob(connection, { id, script: 'true' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('a file name that leaves its folder is refused', async () => {
    const files = { '../status': { bytes: '' } };
    await expect(startJob(connection, { id: 'x', script: 'true', files })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

test.each([
  ['queued', { state: 'queued' }],
  ['exited 0 10 20', { state: 'exited', exitCode: 0, startedAt: 10_000, endedAt: 20_000 }],
  ['exited x y', { state: 'exited' }],
  ['', { state: 'lost' }],
  ['\u001b[31m', { state: 'lost' }],
])('the status line %j is read with care', (line, expected) => {
  expect(parseStatusLine(line)).toMatchObject(expected);
});
