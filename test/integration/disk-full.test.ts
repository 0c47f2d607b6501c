import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnSmallDisk, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';
import { type SpawnedHost, spawnHost } from '#test/support/spawn-host.ts';

/** What is read of an answer. */
interface Answer {
  readonly code?: string;
  readonly detail?: string;
}

let disk: SmallDisk;
let host: SpawnedHost | undefined;
beforeEach(() => {
  disk = mountSmallDisk(24);
});
afterEach(async () => {
  await host?.end('SIGKILL');
  host = undefined;
  disk.remove();
});

const ask = async (
  { url, token }: SpawnedHost,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Answer }> => {
  const response = await fetch(`${url}/api/v1${path}`, {
    signal: AbortSignal.timeout(30_000),
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
};

/** Seconds of processor time that a process took, by /proc/PID/stat (utime and stime in hundredths; proc(5)). */
const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** Fills the last page of a file, which a full disk of pages would still let grow. */
const padToPage = (path: string): void => {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const left = 4_096 - (size % 4_096);
  appendFileSync(path, `${'x'.repeat(left - 1)}\n`);
};

const organizationOf = async (on: SpawnedHost): Promise<string> => {
  const { body } = await ask(on, '/organizations');
  return (body as unknown as [{ id: string }])[0].id;
};

describeOnSmallDisk('a host whose disk is full', () => {
  it('refuses changes, goes on reading, stays calm, and recovers by itself', async () => {
    host = await spawnHost(disk.path);
    const projects = `/organizations/${await organizationOf(host)}/projects`;
    expect((await ask(host, projects, { name: 'before' })).status).toBeLessThan(300);
    // Not one more line of the log has room: its last page is full too.
    padToPage(join(disk.path, 'host.log'));
    disk.fill();
    const refused = [];
    for (let n = 0; n < 20; n += 1)
      refused.push(await ask(host, projects, { name: `full ${n} ${'x'.repeat(40)}` }));
    expect(refused.map(({ body }) => body.code ?? 'done')).toContain('LIMIT');
    expect(refused.filter(({ status, body }) => status >= 300 && body.code !== 'LIMIT')).toEqual([]);
    expect(refused.at(-1)?.body.detail).toMatch(/disk/);
    const before = processorSeconds(host.pid);
    await wait(3_000);
    expect(processorSeconds(host.pid) - before).toBeLessThan(1);
    for (let n = 0; n < 20; n += 1) expect((await ask(host, '/organizations')).status).toBe(200);
    disk.free();
    expect((await ask(host, projects, { name: 'after' })).status).toBeLessThan(300);
    const { stderr } = await host.end();
    expect(stderr).not.toContain('not handled');
    expect(stderr.split('\n').length).toBeLessThan(20);
    expect(readFileSync(join(disk.path, 'host.log'), 'utf8')).toMatch(/lines? .* not .*written/);
  });
});
