import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Ended,
  newDataFolder,
  removeFolder,
  runCli,
  type SpawnedHost,
  spawnHost,
} from '#test/support/spawn-host.ts';

const dataFolder = newDataFolder();
const elsewhere = newDataFolder();
let host: SpawnedHost;
let key: { id: string; secret: string };

const asOperator = (...args: string[]): Promise<Ended> =>
  runCli(args, { env: { QUAYSIDE_DATA: dataFolder } });
/** From a machine that knows nothing but the address and the key. */
const withKey = (secret: string, ...args: string[]): Promise<Ended> =>
  runCli(args, { env: { QUAYSIDE_DATA: elsewhere, QUAYSIDE_URL: host.url, QUAYSIDE_TOKEN: secret } });

const create = async (...args: string[]): Promise<{ id: string; secret: string }> => {
  const ended = await asOperator('api-key', 'create', 'acme', ...args, '--json');
  expect([ended.stderr, ended.code]).toEqual(['', 0]);
  const { key: made, secret } = JSON.parse(ended.stdout) as { key: { id: string }; secret: string };
  return { id: made.id, secret };
};

beforeAll(async () => {
  host = await spawnHost(dataFolder);
  expect((await asOperator('project', 'create', 'acme', 'Shop')).code).toBe(0);
  expect((await asOperator('environment', 'create', 'acme/shop', 'staging')).code).toBe(0);
  key = await create(
    ...['ci', '30', '--node-ids', 'acme/shop/staging'],
    ...[
      '--permissions',
      'environment.read',
      '--permissions',
      'service.read',
      '--permissions',
      'service.create',
    ],
  );
});
afterAll(async () => {
  await host.end();
  removeFolder(dataFolder);
  removeFolder(elsewhere);
});

describe('the command line with an API key', () => {
  it('does what the key may, and is told what it may not', async () => {
    const made = await withKey(key.secret, 'service', 'create', 'acme/shop/staging', 'web', '--json');
    expect([made.stderr, made.code]).toEqual(['', 0]);
    const elsewhereInIt = await withKey(key.secret, 'service', 'create', 'acme/shop/production', 'web');
    expect(elsewhereInIt.code).toBe(3);
    const beyond = await withKey(key.secret, 'service', 'delete', 'acme/shop/staging/web');
    expect([beyond.code, beyond.stderr]).toEqual([4, expect.stringContaining('service.delete')]);
  });

  it('takes the key from a file, too', async () => {
    const file = join(elsewhere, 'key');
    writeFileSync(file, `${key.secret}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    const ended = await runCli(['tree', 'get', 'acme', '--url', host.url, '--token-file', file], {
      env: { QUAYSIDE_DATA: elsewhere },
    });
    expect([ended.stderr, ended.code]).toEqual(['', 0]);
    expect(ended.stdout).toContain('staging');
    expect(ended.stdout).not.toContain('production');
  });

  it('goes by the key on the host’s own machine, where the operator’s token lies beside it', async () => {
    const ended = await runCli(['environment', 'list', 'acme/shop', '--json'], {
      env: { QUAYSIDE_DATA: dataFolder, QUAYSIDE_TOKEN: key.secret },
    });
    const names = (JSON.parse(ended.stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['staging']);
  });

  it('never shows the key in what would be sent', async () => {
    const ended = await withKey(key.secret, 'service', 'create', 'acme/shop/staging', 'x', '--dry-run');
    expect(ended.stdout + ended.stderr).not.toContain(key.secret);
  });

  it('makes a token for minutes, as a CI job would, and it is narrower still', async () => {
    const wide = await create('wide', '1');
    const made = await withKey(
      wide.secret,
      ...['api-key', 'create-token', 'acme', '5', '--permissions', 'project.read', '--json'],
    );
    expect([made.stderr, made.code]).toEqual(['', 0]);
    const { secret } = JSON.parse(made.stdout) as { secret: string };
    expect((await withKey(secret, 'project', 'list', 'acme')).code).toBe(0);
    expect((await withKey(secret, 'project', 'create', 'acme', 'More')).code).toBe(4);
  });

  it('is told when to come again once its limit is reached, also after the host was started anew', async () => {
    const few = await create('few', 'never', '--request-cap', '{"cap":2}');
    expect((await withKey(few.secret, 'organization', 'list')).code).toBe(0);
    await host.end();
    host = await spawnHost(dataFolder, []);
    expect((await withKey(few.secret, 'organization', 'list')).code).toBe(0);
    const refused = await withKey(few.secret, 'organization', 'list', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'LIMIT', status: 429, data: { limit: 2 } });
  });

  it('is refused from the moment the key is revoked', async () => {
    expect((await asOperator('api-key', 'revoke', key.id)).code).toBe(0);
    const ended = await withKey(key.secret, 'organization', 'list');
    expect([ended.code, ended.stderr]).toEqual([4, expect.stringContaining('not known')]);
    const mistyped = await withKey(`${key.secret.slice(0, -1)}!`, 'organization', 'list');
    expect([mistyped.code, mistyped.stderr]).toEqual([2, expect.stringContaining('checksum')]);
  });
});
