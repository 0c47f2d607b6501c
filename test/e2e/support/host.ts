import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from '#test/support/compile-cache.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A headless host of its own: a child process on a store in a folder of its own. */
export interface E2eHost {
  readonly url: string;
  readonly token: string;
  /** The address that signs a browser in. */
  readonly signInUrl: string;
  /** Calls the REST interface as the owner; fails with the answer's text on anything but success. */
  readonly rest: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Ends the host; the store stays unless it was made here and `stop` is the last word. */
  readonly stop: () => Promise<void>;
}

interface HostOptions {
  /** Sets the store up for an owner with this organization; without it the store is empty. */
  readonly organization?: string;
  readonly dataFolder?: string;
  readonly port?: number;
}

const readLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('the host has no output'));
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the host ended with ${code} before it was ready`)));
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
  });

const callRest = async <T>(
  { url, token }: { url: string; token: string },
  method: string,
  path: string,
  body: unknown,
): Promise<T> => {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    // Minutes may pass between two calls, and the host ends a quiet connection after seconds.
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
};

/** Starts the host that was built, as the page that it serves was, and waits until it is ready. */
export const startHost = async ({
  organization,
  dataFolder,
  port = 0,
}: HostOptions = {}): Promise<E2eHost> => {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'quayside-e2e-')));
  const owner = organization
    ? ['--owner', 'Olivia <olivia@example.com>', '--organization', organization]
    : [];
  const child = spawn(
    process.execPath,
    [`${root}out/headless/main.js`, '--data', folder, '--port', String(port), '--json', ...owner],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...compileCache } },
  );
  // A test that ran out of time never gets to its own end.
  const endWithMe = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithMe);
  const { url, token } = JSON.parse(await readLine(child)) as { url: string; token: string };
  return {
    url,
    token,
    signInUrl: `${url}/#token=${token}`,
    rest: (method, path, body) => callRest({ url, token }, method, path, body),
    stop: async () => {
      process.off('exit', endWithMe);
      child.kill('SIGTERM');
      await ended(child);
      if (!dataFolder) await rm(folder, { recursive: true, force: true });
    },
  };
};
