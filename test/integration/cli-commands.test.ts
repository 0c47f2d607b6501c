import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { killed } from '#test/support/child.ts';
import { entryOf } from '#test/support/entry.ts';
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
beforeAll(async () => {
  host = await spawnHost(dataFolder);
});
afterAll(async () => {
  await host.end();
  removeFolder(dataFolder);
  removeFolder(elsewhere);
});

const env = { QUAYSIDE_DATA: dataFolder };
const run = (...args: string[]): Promise<Ended> => runCli(args, { env });
const ok = async (...args: string[]): Promise<string> => {
  const ended = await run(...args);
  expect([ended.stderr, ended.code]).toEqual(['', 0]);
  return ended.stdout;
};
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await ok(...args, '--json')) as Record<string, unknown>;
const code = async (...args: string[]): Promise<number | null> => (await run(...args)).code;

describe('a person with the command line', () => {
  it('makes a project, an environment and a service, and finds them by path', async () => {
    await ok('project', 'create', '--organization', 'acme', '--name', 'Shop');
    await ok('environment', 'create', 'acme/shop', 'staging');
    const made = await json(
      ...['service', 'create', 'acme/shop/production', '--name', 'web'],
      ...['--spec.source.type', 'image', '--spec.source.image', 'nginx:1.27', '--spec.replicas', '2'],
    );
    expect(await json('service', 'get', 'ACME/Shop/production/web')).toEqual({
      ...made,
      addresses: [],
      dependsOn: [],
    });
    expect(await json('service', 'get', String(made.id))).toEqual({ ...made, addresses: [], dependsOn: [] });
    const tree = await ok('tree', 'get', 'acme');
    expect(tree).toMatch(/^NAME.*\nacme .*\n {2}Shop .*\n {4}(?:production|staging)/);
    expect(await ok('project', 'list', 'acme')).toMatch(/^NAME.*ID\nShop/);
  });

  it('makes a compose service of files, and changes one of them', async () => {
    const path = (name: string) => join(elsewhere, name);
    const text = 'services: # mine\n  web: {image: "nginx:$TAG"}\n\n';
    writeFileSync(path('compose.yaml'), text);
    writeFileSync(path('.env'), 'TAG=1\n');
    const files = ['--file', path('compose.yaml'), '--env-file', path('.env')];
    await ok('service', 'create', 'acme/shop/production', '--name', 'stack', '--type', 'compose', ...files);
    const { text: first } = await json('service', 'composition', 'acme/shop/production/stack');
    expect(first).toContain('image: nginx:1\n');
    writeFileSync(path('.env'), 'TAG=2\n');
    await ok('service', 'configure', 'acme/shop/production/stack', '--env-file', path('.env'));
    const { spec } = await json('service', 'get', 'acme/shop/production/stack');
    expect(spec).toMatchObject({
      files: [
        { path: '.env', text: 'TAG=2\n' },
        { path: 'compose.yaml', text },
      ],
    });
    const { code: refused, stderr } = await run(
      ...['service', 'configure', 'acme/shop/production/web'],
      ...files,
    );
    expect([refused, stderr]).toEqual([2, expect.stringContaining('are for compose services')]);
  }, 60_000);

  it('is told what a field may be in words of ours, also by what was built', async () => {
    const { stderr } = await run('service', 'create', 'acme/shop/production', '--name', 'x', '--type', 'y');
    expect(stderr).toContain('type: must be one of application, compose, database');
  });

  it('asks why of a thing of any kind, by its path or its id', async () => {
    const { id } = await json('service', 'get', 'acme/shop/production/web');
    for (const place of ['acme/shop/production/web', String(id)]) {
      const why = await json('access', 'explain', 'acme', 'deployment.create', place);
      expect(why).toMatchObject({ isAllowed: true, place: { id, kind: 'service' } });
    }
    const project = await json('access', 'explain', 'acme', 'project.read', 'acme/shop');
    expect(project).toMatchObject({ place: { kind: 'project', name: 'Shop' } });
  });

  it('edits variables by name, from words, files and standard input', async () => {
    const file = join(dataFolder, 'value.txt');
    writeFileSync(file, 'from a file\nwith two lines\n');
    await ok('variable', 'set', 'acme/shop/production/web', 'A=1', `KEEP=@${file}`);
    const piped = await runCli(['variable', 'set', 'acme/shop/production/web', '--secret', 'KEY=@-'], {
      env,
      stdin: 'hunter2',
    });
    expect([piped.code, piped.stderr]).toEqual([0, '']);
    await ok('variable', 'unset', 'acme/shop/production/web', 'a', '--url', host.url, '--json');
    expect(await code('variable', 'unset', 'acme/shop/production/web', 'a')).toBe(2);
    expect(await code('variable', 'set', 'acme/shop/production/nothing', 'A=1')).toBe(3);
    const { variables } = await json('variable', 'list', 'acme/shop/production/web');
    expect(variables).toEqual([
      { name: 'KEEP', value: 'from a file\nwith two lines\n', isSecret: false },
      { name: 'KEY', isSecret: true },
    ]);
    expect(await json('variable', 'reveal', 'acme/shop/production/web', 'KEY')).toEqual({ value: 'hunter2' });
  });

  it('waits for what another command pipes into it', async () => {
    const words = [process.execPath, entryOf('cli'), 'variable', 'import', 'acme/piped'];
    await ok('project', 'create', 'acme', 'piped');
    const script = '(sleep 1; echo LATE=yes) | "$@"';
    const shell = spawn('sh', ['-c', script, 'sh', ...words], {
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr])
      stream.on('data', (text) => {
        said += text;
      });
    const [exitCode] = await once(shell, 'close');
    expect([exitCode, said]).toEqual([0, expect.stringMatching(/^Done/)]);
  });

  it('has the variables of every level by what a path names, and takes those of an env file', async () => {
    const stdin = '# where mail goes\nSMTP_HOST=mail # relay\nSMTP_PASSWORD="hush"\n';
    const imported = await runCli(['variable', 'import', 'acme'], { env, stdin });
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    expect(await json('variable', 'list', 'acme')).toMatchObject({
      variables: [
        { name: 'SMTP_HOST', value: 'mail', above: '# where mail goes\n', beside: '# relay' },
        { name: 'SMTP_PASSWORD', isSecret: true },
      ],
    });
    await ok('variable', 'set', 'acme/shop', 'DATABASE_HOST=db');
    await ok('variable', 'set', 'acme/shop/production', 'DATABASE_HOST=db-prod');
    const { variables } = await json('variable', 'resolved', 'acme/shop/production/web');
    expect(variables).toContainEqual({
      ...{ name: 'DATABASE_HOST', value: 'db-prod', isSecret: false, level: 'environment' },
      overrides: [{ level: 'project' }],
    });
    await ok('variable', 'unset', 'acme/shop', 'DATABASE_HOST');
    await ok('variable', 'restore', 'acme/shop', '2');
    expect(await json('variable', 'list', '--project', 'acme/shop')).toMatchObject({ version: 4 });
    expect(await code('variable', 'list', 'a/b/c/d/e')).toBe(2);
    expect((await runCli(['help', 'variable'], { env })).stdout).toContain('import PATH [FILE]');
  });

  it('sets a value where it holds by names, shows what would change, and what every service gets there', async () => {
    const at = ['acme/shop', 'PORT=1', '--environment', 'staging'];
    expect(await ok('variable', 'set', ...at, '--dry-run')).toMatch(
      /^\+ PORT \(environment env_\w+\) = "1"\nNothing was/,
    );
    await ok('variable', 'set', 'acme/shop', 'PORT=0');
    await ok('variable', 'set', ...at);
    expect(
      await ok('variable', 'set', 'acme/shop', 'PORT=2', '--environment', 'acme/shop/staging', '--dry-run'),
    ).toContain('~ PORT');
    const all = [
      { name: 'PORT', value: '0' },
      { name: 'PORT', value: '3', scope: { environment: ['acme/Shop/staging'] } },
    ];
    await ok('project-variables', 'replace', 'acme/shop', '--variables', JSON.stringify(all));
    expect(await ok('variable', 'resolved', 'acme/shop/staging')).toMatch(/PORT +project .* 3 /);
    expect(await ok('variable', 'resolved', 'acme/shop/production')).toMatch(/PORT +project .* 0 /);
    expect(await code('variable', 'set', 'acme/shop', 'PORT=2', '--environment', 'nowhere')).toBe(3);
    await ok('variable', 'unset', 'acme/shop', 'PORT');
  });

  it('sees what would be sent before it is sent, secrets masked', async () => {
    const shown = await json(
      ...['server', 'create', '--organization', 'acme', '--name', 'srv', '--host', '127.0.0.1', '--dry-run'],
      ...['--auth.type', 'password', '--auth.password', `@${join(dataFolder, 'value.txt')}`],
      ...['--fingerprint', `SHA256:${'A'.repeat(43)}`, '--idempotency-key', 'once'],
    );
    expect(shown).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/\/api\/v1\/organizations\/acme\/servers$/),
      headers: { authorization: 'Bearer •••', 'idempotency-key': 'once' },
      body: { name: 'srv', auth: { type: 'password', password: '•••' } },
    });
    expect(JSON.stringify(shown)).not.toContain(host.token);
    expect(await json('server', 'list', 'acme')).toEqual([]);
  });

  it('follows a stream until Ctrl-C', async () => {
    const child = spawn(process.execPath, [entryOf('cli'), 'changes', 'watch', 'acme', '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => killed(child));
    const closed = once(child, 'close');
    await Promise.race([once(child.stdout, 'data'), closed]);
    child.kill('SIGINT');
    const [exitCode] = await closed;
    expect(exitCode).toBe(130);
  });

  it('gets help in three depths', async () => {
    expect(await ok('help')).toContain('Exit codes:');
    expect(await ok('help', 'service')).toContain('logs');
    expect(await ok('service', 'create', '--help')).toContain('--spec JSON|@FILE|-');
    expect(await ok('--version')).toMatch(/^quayside \d+\.\d+\.\d+\n$/);
  });
});

describe('the exit code', () => {
  it('is 2 for what makes no sense, here or to the host', async () => {
    expect(await code()).toBe(2);
    expect(await code('service', 'fly')).toBe(2);
    expect(await code('project', 'create', 'acme')).toBe(2);
    expect(await code('project', 'create', 'acme', '--name', 'x'.repeat(64))).toBe(2);
    expect(await code('project', 'get', 'acme/shop', '--wait')).toBe(2);
    expect(await code('project', 'get', 'acme/shop', '--url', 'http://example.com')).toBe(2);
  });

  it('is 3 for what is not there, or not of that kind', async () => {
    expect(await code('project', 'get', 'acme/nothing')).toBe(3);
    expect(await code('project', 'get', 'prj_nothing')).toBe(3);
    expect(await code('service', 'get', 'acme/shop')).toBe(3);
    expect(await code('deployment', 'get', 'acme/shop/production/web#9')).toBe(3);
  });

  it('is 4 for a wrong token, 5 for a clash', async () => {
    const denied = await runCli(['project', 'list', 'acme'], {
      env: { QUAYSIDE_DATA: elsewhere, QUAYSIDE_URL: host.url, QUAYSIDE_TOKEN: 'wrong' },
    });
    expect(denied.code).toBe(4);
    expect(await code('project', 'create', 'acme', 'SHOP')).toBe(5);
    const clash = await run('project', 'create', 'acme', 'SHOP', '--json');
    expect(clash.stdout).toBe('');
    expect(JSON.parse(clash.stderr)).toMatchObject({
      code: 'CONFLICT',
      status: 409,
      data: { field: 'name' },
    });
  });

  it('is 6 for a host that is not there', async () => {
    const nobody = await runCli(['organization', 'list'], { env: { QUAYSIDE_DATA: elsewhere } });
    expect([nobody.code, nobody.stdout]).toEqual([6, '']);
    expect(nobody.stderr).toContain(elsewhere);
    const closed = await runCli(['organization', 'list'], {
      env: { QUAYSIDE_DATA: elsewhere, QUAYSIDE_URL: 'http://127.0.0.1:9', QUAYSIDE_TOKEN: 'x' },
    });
    expect(closed.code).toBe(6);
  });

  it('is 8 for a host that does not answer in time', async () => {
    const silent = createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const ended = await runCli(['organization', 'list', '--timeout', '0.3'], {
      env: { QUAYSIDE_DATA: elsewhere, QUAYSIDE_URL: url, QUAYSIDE_TOKEN: 'x' },
    });
    expect(ended.code).toBe(8);
    silent.closeAllConnections();
    silent.close();
  });

  it('tells servers that refuse, and are nowhere, apart from everything else', async () => {
    const scan = (address: string, port: string) =>
      code('server', 'scan', 'acme', '--host', address, '--port', port);
    expect(await scan('127.0.0.1', '9')).toBe(6);
    expect(await scan('nowhere.invalid', '22')).toBe(6);
  });
});

describe('the token', () => {
  it('comes from host.json only where that is for its owner alone', async () => {
    chmodSync(join(dataFolder, 'host.json'), 0o644);
    expect(await code('organization', 'list')).toBe(6);
    chmodSync(join(dataFolder, 'host.json'), 0o600);
    expect(await code('organization', 'list')).toBe(0);
  });

  it('is never sent to another address than the one it belongs to', async () => {
    let seen: string | undefined;
    const other = createServer((request, response) => {
      seen = request.headers.authorization;
      response.end('{}');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const ended = await run('organization', 'list', '--url', url);
    expect(ended.code).toBe(2);
    expect(seen).toBeUndefined();
    other.close();
  });
});
