import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  newDataFolder,
  removeFolder,
  runHost,
  type SpawnedHost,
  spawnHost,
} from '#test/support/spawn-host.ts';

let folder: string;
beforeEach(() => {
  folder = newDataFolder();
});
afterEach(() => removeFolder(folder));

const rest = async <T>(host: SpawnedHost, method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${host.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as T;
  expect([response.status, answer]).toEqual([expect.toSatisfy((status: number) => status < 300), answer]);
  return answer;
};

interface Named {
  readonly id: string;
  readonly name: string;
}

const addAda = async (host: SpawnedHost): Promise<string> => {
  const [organization] = await rest<Named[]>(host, 'GET', '/organizations');
  const path = `/organizations/${organization?.id}`;
  const roles = await rest<Named[]>(host, 'GET', `${path}/roles`);
  const roleId = roles.find(({ name }) => name === 'Viewer')?.id;
  const person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };
  await rest(host, 'POST', `${path}/members`, { ...person, roleId });
  return path;
};

it('R18: whoever holds the machine makes another account the Owner, while no host runs, and Admins are told', async () => {
  const recover = ['--recover-owner', 'ada@example.com', '--organization', 'acme'];
  const host = await spawnHost(folder);
  const path = await addAda(host);
  const during = await runHost(folder, recover);
  expect(during).toMatchObject({ code: 1, stderr: expect.stringContaining('Another Quayside already uses') });
  await host.end();

  const after = await runHost(folder, recover);
  expect(after).toMatchObject({ code: 0, stdout: expect.stringContaining('Ada was made the Owner') });
  const again = await runHost(folder, recover);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is the Owner of “acme” already') });

  const next = await spawnHost(folder);
  const members = await rest<(Named & { role: Named })[]>(next, 'GET', `${path}/members`);
  const roleOf = new Map(members.map(({ name, role }) => [name, role.name]));
  expect(roleOf).toEqual(
    new Map([
      ['Ada', 'Owner'],
      ['Olive Owner', 'Admin'],
    ]),
  );
  const [notice] = await rest<{ text: string }[]>(next, 'GET', `${path}/notices`);
  expect(notice?.text).toContain('by local recovery on the machine that holds this store');
  const audit = await rest<{ items: { operation: string }[] }>(next, 'GET', `${path}/audit`);
  expect(audit.items.filter(({ operation }) => operation === 'organization.recoverOwner')).toHaveLength(2);
  await next.end();
});

it('R18: recovery makes no store where there is none', async () => {
  const ended = await runHost(`${folder}/typo`, [
    '--recover-owner',
    'a@example.com',
    '--organization',
    'acme',
  ]);
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no store in') });
});

it('R20: whoever holds the machine lets another account operate the host, once, and the trail says so', async () => {
  const make = ['--make-operator', 'Ada@example.com'];
  const host = await spawnHost(folder);
  await addAda(host);
  await host.end();

  expect(await runHost(folder, make)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Ada (ada@example.com) operates this host now'),
  });
  expect(await runHost(folder, make)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Ada operates this host already'),
  });
  expect(await runHost(folder, ['--make-operator', 'nobody@example.com'])).toMatchObject({ code: 1 });

  const next = await spawnHost(folder);
  const accounts = await rest<(Named & { rights: string[] })[]>(next, 'GET', '/host/accounts');
  expect(accounts.map(({ name, rights }) => [name, rights])).toEqual([
    ['Olive Owner', ['operate']],
    ['Ada', ['operate']],
  ]);
  await next.end();
});
