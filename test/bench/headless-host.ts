import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { TestClient } from '#test/support/create-test-core.ts';

const built = fileURLToPath(new URL('../../out/headless/main.js', import.meta.url));
const seedScript = fileURLToPath(new URL('../support/seed-store.ts', import.meta.url));

/** The owner that both the seeded store and `--owner` have. */
const owner = 'Owner <owner@example.com>';

/** A spawned headless host. */
export interface SpawnedHost {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** From spawning it until its line of JSON was read, in nanoseconds. */
  readonly startedInNs: number;
  stop(): Promise<void>;
}

/** Starts the built headless host as scripts do, and waits for its line of JSON. */
export const startHeadlessHost = async (dataFolder: string): Promise<SpawnedHost> => {
  const started = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    [built, '--data', dataFolder, '--port', '0', '--owner', owner, '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the host ended with exit code ${code}`))),
  ]);
  const startedInNs = Number(process.hrtime.bigint() - started);
  const { url, token } = JSON.parse(String(line[0])) as { url: string; token: string };
  return {
    url,
    token,
    pid: child.pid ?? 0,
    startedInNs,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
};

/** A folder of its own for one store, removed with `using`. */
export const dataFolder = (): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'quayside-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** Fills an empty data folder with 1 organization, 200 projects, 400 environments and 10,000 services. */
export const seedHugeStore = async (path: string): Promise<void> => {
  const [code] = await once(spawn(process.execPath, [seedScript, path], { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`seeding ended with exit code ${code}`);
};

/** The typed client of a host over its WebSocket, as the renderer has it. */
export const connectToHost = async (host: SpawnedHost): Promise<{ client: TestClient; close(): void }> => {
  const address = new URL('/rpc', host.url);
  address.protocol = 'ws:';
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(address, ['quayside', `token.${host.token}`], { origin: host.url });
  await once(socket, 'open');
  const client: TestClient = createORPCClient(new RPCLink({ websocket: socket as never }));
  return { client, close: () => socket.terminate() };
};

/** Memory of a process in MiB: resident, and its share of it where pages are shared with others. */
export const memoryOf = (pid: number): { rssMiB: number; pssMiB: number } => {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) / 1024;
  return { rssMiB: field('Rss'), pssMiB: field('Pss') };
};
