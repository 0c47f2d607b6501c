import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { spawnNode } from '#test/support/child.ts';
import { describeOnLab } from '../describe.ts';
import { isAlive, processIdentity } from './process.ts';
import { docker, run } from './run.ts';

const index = new URL('../index.ts', import.meta.url).href;
const script = `const { startServer } = await import(${JSON.stringify(index)});
  console.log((await startServer()).name);
  setInterval(() => {}, 1000);`;

async function startChildWithServer() {
  const argv = ['--input-type=module', '--eval', script];
  const child = spawnNode(...argv);
  // What kept it from starting a server is on its standard error, which is ours.
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the child ended with ${code}`)),
  );
  const [name] = await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  return { child, name: String(name).trim() };
}

const idOf = (name: string) => docker('container', 'inspect', '--format', '{{.Id}}', name);
const isThere = async (id: string) => (await run(['docker', 'container', 'inspect', id])).code === 0;

describeOnLab('a process that started a server', () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)('leaves nothing behind after %s', async (signal) => {
    const { child, name } = await startChildWithServer();
    const id = await idOf(name);
    const volume = await docker('container', 'inspect', '--format', '{{range .Mounts}}{{.Name}}{{end}}', id);
    expect(await isThere(id)).toBe(true);
    child.kill(signal);
    await vi.waitFor(async () => expect(await isThere(id)).toBe(false), { timeout: 90_000, interval: 100 });
    expect((await run(['docker', 'volume', 'inspect', volume])).code).not.toBe(0);
  });

  test('is told apart from a later process with its pid', () => {
    const identity = processIdentity(process.pid) ?? '';
    expect(isAlive(identity)).toBe(true);
    expect(isAlive(`${process.pid}:1`)).toBe(false);
    expect(isAlive('999999999:1')).toBe(false);
  });
});
