import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const task of cleanUp.splice(0).reverse()) task();
});

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'quayside-npm-'));
  cleanUp.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Runs an npm command of this clone as a person's shell would: its own process group, no display, no input. */
const npm = (args: readonly string[], home: string) => {
  const env = { PATH: process.env.PATH ?? '', HOME: home, npm_config_update_notifier: 'false' };
  const child = spawn('npm', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  cleanUp.push(() => endGroup(child));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return { child, output };
};

const endGroup = ({ pid }: ChildProcess): void => {
  try {
    process.kill(-(pid ?? 0), 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const untilPrinted = async (
  { child, output }: ReturnType<typeof npm>,
  pattern: RegExp,
): Promise<RegExpExecArray> => {
  for (;;) {
    const found = pattern.exec(output.stdout);
    if (found) return found;
    if (child.exitCode !== null) throw new Error(`npm ended:\n${output.stdout}\n${output.stderr}`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }
};

const runningOn = (dataFolder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).includes(dataFolder));

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return '';
    throw error;
  }
};

it('npm run serve prints one line of JSON and nothing else, and ends cleanly when npm is told to', async () => {
  const dataFolder = folder();
  const owner = 'Owner <owner@example.com>';
  const args = ['run', '-s', 'serve', '--', '--data', dataFolder, '--port', '0', '--owner', owner, '--json'];
  const served = npm(args, folder());
  const [line] = await untilPrinted(served, /^.*\n/);
  const { url, token } = JSON.parse(line);
  const answer = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
  expect(await answer.json()).toMatchObject({ account: { name: 'Owner', email: 'owner@example.com' } });
  const ended = once(served.child, 'exit');
  served.child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(served.output.stdout).toBe(line);
  expect(runningOn(dataFolder)).toEqual([]);
});

it('npm start says in one line why there is no desktop, and gives the address instead', async () => {
  const home = folder();
  const started = npm(['start', '--', '--data', join(home, 'data')], home);
  await untilPrinted(started, /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/);
  expect(started.output.stderr.split('\n').filter((line) => line.includes('Electron'))).toEqual([
    "The desktop can't be opened here (Electron: this session has no display); opening in the browser instead.",
  ]);
});
