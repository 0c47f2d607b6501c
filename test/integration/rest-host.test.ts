import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import {
  newDataFolder,
  removeFolder,
  runHost,
  type SpawnedHost,
  spawnHost,
} from '#test/support/spawn-host.ts';

const folders: string[] = [];
const hosts: SpawnedHost[] = [];
const folder = (): string => {
  const made = newDataFolder();
  folders.push(made);
  return made;
};
const open = async (dataFolder: string, args?: string[]): Promise<SpawnedHost> => {
  const host = await spawnHost(dataFolder, args);
  hosts.push(host);
  return host;
};
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.end('SIGKILL');
  for (const each of folders.splice(0)) removeFolder(each);
});

const call = async (host: SpawnedHost, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${host.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const organizationId = async (host: SpawnedHost): Promise<string> => {
  const { body } = await call(host, 'GET', '/session');
  return (body.organizations as { id: string }[])[0]?.id ?? '';
};
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a host', () => {
  it('sets an empty store up for its owner, says one line, and knows them again', async () => {
    const dataFolder = folder();
    const first = await open(dataFolder);
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect((await call(first, 'GET', '/session')).body).toMatchObject({
      account: { name: 'Olive Owner', email: 'olive@example.com' },
      organizations: [{ name: 'acme', role: 'Owner' }],
      host: { kind: 'headless' },
    });
    const ended = await first.end();
    expect(ended.stdout.split('\n')).toHaveLength(2);
    const second = await open(dataFolder, []);
    expect(second.token).not.toBe(first.token);
    expect((await call(second, 'GET', '/session')).body).toMatchObject({ account: { name: 'Olive Owner' } });
  });

  it('keeps everything it writes to itself', async () => {
    const dataFolder = folder();
    await open(dataFolder);
    const readable = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0,
    );
    expect(readable.map(({ name }) => name)).toEqual([]);
    expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
  });

  it('ends cleanly at SIGTERM and SIGINT, and takes its address away', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const host = await open(folder());
      expect(existsSync(join(host.dataFolder, 'host.json'))).toBe(true);
      const ended = await host.end(signal);
      expect([ended.code, ended.signal]).toEqual([0, null]);
      expect(existsSync(join(host.dataFolder, 'host.json'))).toBe(false);
    }
  });

  it('ends cleanly while streams are open', async () => {
    const host = await open(folder());
    const id = await organizationId(host);
    const stream = await fetch(`${host.url}/api/v1/organizations/${id}/changes`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    const reading = stream.text();
    const ended = await host.end();
    expect(ended.code).toBe(0);
    expect(await reading).toContain('event: message');
  });

  it('goes on after kill -9 with everything it had acknowledged', async () => {
    const dataFolder = folder();
    const host = await open(dataFolder);
    const id = await organizationId(host);
    const made = await call(host, 'POST', `/organizations/${id}/projects`, { name: 'Shop' });
    expect(made.status).toBe(201);
    await host.end('SIGKILL');
    const again = await open(dataFolder, []);
    expect((await call(again, 'GET', `/projects/${made.body.id}`)).body).toMatchObject({ name: 'Shop' });
  });

  it('leaves a store to the host that has it, and names that one', async () => {
    const dataFolder = folder();
    const host = await open(dataFolder);
    const second = await runHost(dataFolder);
    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(dataFolder);
    expect(second.stderr).toContain(host.url);
    expect(second.stderr).not.toContain(host.token);
    expect((await call(host, 'GET', '/session')).status).toBe(200);
  });

  it('listens nowhere but on this machine', async () => {
    const refused = await runHost(folder(), ['--host', '0.0.0.0']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('needs TLS');
  });

  it('says so when its port is taken', async () => {
    const host = await open(folder());
    const second = await runHost(folder(), ['--port', String(host.port)]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`port ${host.port} is in use`);
  });
});

describe('a store that cannot be opened', () => {
  const closedStore = async (): Promise<{ dataFolder: string; file: string }> => {
    const dataFolder = folder();
    await (await open(dataFolder)).end();
    return { dataFolder, file: join(dataFolder, 'quayside.db') };
  };

  it('is left as it is when it is of a newer version', async () => {
    const { dataFolder, file } = await closedStore();
    const database = new Sqlite(file);
    database.pragma('user_version = 9999');
    database.close();
    const before = digest(file);
    const ended = await runHost(dataFolder);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('newer');
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(digest(file)).toBe(before);
  });

  it('is left as it is when it is damaged', async () => {
    const { dataFolder, file } = await closedStore();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4_096, Math.min(bytes.length, 40_960));
    writeFileSync(file, bytes);
    const before = digest(file);
    const ended = await runHost(dataFolder);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('damaged');
    expect(digest(file)).toBe(before);
  });

  it('is left as it is when it is no database at all', async () => {
    const dataFolder = folder();
    const file = join(dataFolder, 'quayside.db');
    writeFileSync(file, 'these are somebody’s notes '.repeat(400));
    const before = digest(file);
    const ended = await runHost(dataFolder);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('damaged');
    expect(digest(file)).toBe(before);
  });

  it('is left as it is when its key file is missing, foreign or open to others', async () => {
    const { dataFolder, file } = await closedStore();
    const key = join(dataFolder, 'vault.key');
    const kept = readFileSync(key);
    const before = digest(file);
    const refusal = async (): Promise<string> => {
      const ended = await runHost(dataFolder);
      expect(ended.code).toBe(1);
      expect(digest(file)).toBe(before);
      return ended.stderr;
    };
    chmodSync(key, 0o644);
    expect(await refusal()).toContain('chmod 600');
    chmodSync(key, 0o600);
    writeFileSync(key, Buffer.alloc(32, 7));
    expect(await refusal()).toContain('another store');
    rmSync(key);
    expect(await refusal()).toContain('missing');
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, kept, { mode: 0o600 });
    expect((await call(await open(dataFolder, []), 'GET', '/session')).status).toBe(200);
  });
});
