import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export type RunResult = { code: number; stdout: string; stderr: string };
export type RunOptions = {
  input?: string | Uint8Array | Readable;
  timeoutMs?: number;
  env?: Record<string, string>;
};

/** What went wrong in the lab itself, told in full: it is read by developers only. */
export class LabError extends Error {}

/** Finds the tools of root also from a plain shell, and talks to this machine's dockerd whatever the user has set. */
export const labEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
  DOCKER_HOST: 'unix:///var/run/docker.sock',
});

/** Runs one program by its argument vector and resolves with any exit code; 124 after a timeout. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const [program = '', ...rest] = argv;
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
  const child = spawn(program, rest, {
    stdio: 'pipe',
    env: { ...labEnvironment(), ...options.env },
  });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (chunk: Buffer) => output.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 120_000);
  child.on('error', (error) => {
    clearTimeout(timer);
    reject(new LabError(`${program}: ${error.message}`));
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    const [stdout, stderr] = [output.stdout, output.stderr].map((part) => Buffer.concat(part).toString());
    resolve({ code: code ?? 124, stdout: stdout ?? '', stderr: stderr ?? '' });
  });
  feed(child.stdin, options.input);
  return promise;
}

function feed(stdin: NodeJS.WritableStream, input: RunOptions['input']): void {
  // A program that ends before it has read everything is judged by its exit code.
  stdin.on('error', () => undefined);
  if (input === undefined) stdin.end();
  else if (typeof input === 'string' || input instanceof Uint8Array) stdin.end(input);
  else input.pipe(stdin);
}

/** Like `run`, but anything other than exit code 0 throws with what the program said; resolves with stdout, trimmed. */
export async function must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.code === 0) return result.stdout.trim();
  const said = (result.stderr || result.stdout).trim().slice(-2000);
  throw new LabError(`${argv.join(' ').slice(0, 400)}\nexited with ${result.code}: ${said}`);
}

/** The host's docker command, which must succeed. */
export const docker = (...argv: string[]): Promise<string> => must(['docker', ...argv]);
