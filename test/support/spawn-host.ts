import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import { entryOf } from './entry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a process said and how it ended. */
export interface Ended {
  /** Negative signals are not used: a process killed by a signal has none. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A headless host in a process of its own. */
export interface SpawnedHost {
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly pid: number;
  readonly dataFolder: string;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
  /** Ends with the process, however that happens. */
  readonly ended: Promise<Ended>;
}

const owner = ['--owner', 'Olive Owner <olive@example.com>', '--organization', 'acme'];

const watch = (child: ChildProcess): { ended: Promise<Ended>; said: { stdout: string; stderr: string } } => {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { ended, said };
};

/** A data folder of its own; remove it with `removeFolder`. */
export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'quayside-host-'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const start = (
  dataFolder: string,
  args: readonly string[],
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess => {
  return spawn(process.execPath, [entryOf('headless'), '--data', dataFolder, '--json', ...args], {
    cwd: root,
    env: { ...process.env, ...compileCache },
    stdio: [stdin, 'pipe', 'pipe'],
  });
};

/** Runs a host that is expected to end by itself. */
export const runHost = async (
  dataFolder: string,
  args: readonly string[] = [],
  stdin?: string,
): Promise<Ended> => {
  const child = start(dataFolder, args, stdin === undefined ? 'ignore' : 'pipe');
  child.stdin?.end(stdin);
  return watch(child).ended;
};

/** Starts a host owned by Olive of the organization acme and waits until it is ready. */
export const spawnHost = async (
  dataFolder: string,
  args: readonly string[] = owner,
): Promise<SpawnedHost> => {
  const child = start(dataFolder, args);
  const { ended, said } = watch(child);
  while (!said.stdout.includes('\n')) {
    const first = await Promise.race([once(child.stdout ?? child, 'data'), ended]);
    if ('code' in first) throw new Error(`the host ended with ${first.code}: ${first.stderr}`);
  }
  const { url, token } = JSON.parse(said.stdout) as { url: string; token: string };
  return {
    url,
    token,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    dataFolder,
    ended,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
};

/** Runs the command line to its end. */
export const runCli = async (
  args: readonly string[],
  given: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Ended> => {
  const child = spawn(process.execPath, [entryOf('cli'), ...args], {
    cwd: root,
    env: { ...process.env, ...compileCache, ...given.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => child.stdin.destroy());
  child.stdin.end(given.stdin ?? '');
  return watch(child).ended;
};
