import { afterAll, expect, it } from 'vitest';
import { newDataFolder, removeFolder, runHost, spawnHost } from '#test/support/spawn-host.ts';

const dataFolder = newDataFolder();
afterAll(() => removeFolder(dataFolder));

const reset = (email: string, stdin: string) => runHost(dataFolder, ['--reset-password', email], stdin);

const signIn = async (url: string, password: string): Promise<number> => {
  const response = await fetch(`${url}/api/v1/session/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'olive@example.com', password }),
  });
  return response.status;
};

it('gives an account a new password at the machine, while no host runs', async () => {
  const host = await spawnHost(dataFolder);
  const busy = await reset('olive@example.com', 'recovered password\n');
  expect([busy.code, busy.stdout]).toEqual([1, '']);
  expect(busy.stderr).toContain('Stop it first');
  await host.end();

  const unknown = await reset('nobody@example.com', 'recovered password\n');
  expect([unknown.code, unknown.stderr]).toEqual([
    1,
    'There is no account nobody@example.com. Nothing was changed.\n',
  ]);
  const short = await reset('olive@example.com', 'short\n');
  expect([short.code, short.stderr]).toEqual([
    1,
    'The password must be at least 10 characters. Nothing was changed.\n',
  ]);
  const done = await reset('Olive@example.com', 'recovered password\n');
  expect([done.code, done.stderr]).toEqual([0, '']);

  const again = await spawnHost(dataFolder);
  expect(await signIn(again.url, 'recovered password')).toBe(200);
  expect(await signIn(again.url, 'another password')).toBe(401);
  await again.end();
});
