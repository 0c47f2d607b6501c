import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { type Shop, startShop } from '#test/lab/index.ts';
import { entryOf } from '#test/support/entry.ts';
import { newDataFolder, removeFolder, type SpawnedHost, spawnHost } from '#test/support/spawn-host.ts';

const document = readFileSync(new URL('../../docs/shop.md', import.meta.url), 'utf8');
const chapters = new Map(
  [...document.matchAll(/^```sh (\w+)\n(.*?)^```/gms)].map(([, name = '', text = '']) => [name, text]),
);

describeOnLab('docs/shop.md', () => {
  const folder = newDataFolder();
  const told = new Set<string>();
  let host: SpawnedHost;
  let shop: Shop;

  beforeAll(async () => {
    [host, shop] = await Promise.all([spawnHost(folder), startShop()]);
    const command = `#!/bin/sh\nexec '${process.execPath}' '${entryOf('cli')}' "$@"\n`;
    writeFileSync(join(folder, 'quayside'), command);
    chmodSync(join(folder, 'quayside'), 0o755);
  }, 600_000);
  afterAll(async () => {
    await host?.end();
    await shop?.stop();
    removeFolder(folder);
  });

  /** Runs one block as it stands; everything it says is in the message of its failure. */
  const run = async (chapter: string): Promise<string> => {
    told.add(chapter);
    const { server, repositoryUrl } = shop;
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', chapters.get(chapter) ?? 'false'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        QUAYSIDE_DATA: folder,
        REPOSITORY: repositoryUrl,
        SERVER_HOST: server.host,
        SERVER_PORT: String(server.port),
        KEY_FILE: server.privateKeyPath,
        FINGERPRINT: server.hostKeyFingerprint,
      },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
    const [code] = await once(child, 'close');
    expect(code, `${chapter}\n${text}`).toBe(0);
    return text;
  };

  const ask = (name: string, path: string, body?: string) => shop.ask(name, path, body);
  const answers = (name: string, path: string) => expect.poll(() => ask(name, path).catch(String));

  it('adds a server with a proxy', async () => {
    expect(await run('server')).toContain(shop.server.hostKeyFingerprint);
  });

  it('makes five services and deploys them in order', async () => {
    await run('services');
    expect(await run('variables')).toMatch(/DATABASE_URL +environment +- +yes/);
    expect(await run('order')).toMatch(/database[\s\S]*api[\s\S]*web/);
    expect((await shop.server.docker('service', 'ls', '--format', '{{.Replicas}}')).split('\n')).toEqual(
      Array.from({ length: 5 }, () => '1/1'),
    );
  });

  it('answers over TLS, keeps orders in the database, and has them packed by the worker', async () => {
    await run('domains');
    await answers('shop.example.com', '/').toContain('<h1>The shop</h1>');
    await answers('shop.example.com', '/cgi-bin/version').toBe('200 1 Welcome');
    expect(await ask('shop.example.com', '/cgi-bin/orders', `tea's; DROP TABLE "orders"`)).toBe('200 1');
    await answers('shop.example.com', '/cgi-bin/orders').toBe(`200 1|tea's; DROP TABLE "orders"|packed`);
  });

  it('has a second environment with its own database, variables and domain', async () => {
    await run('staging');
    await answers('staging.example.com', '/cgi-bin/version').toBe('200 1 Try me');
    await answers('staging.example.com', '/cgi-bin/orders').toBe('200 ');
  });

  const whileVisited = (work: () => Promise<unknown>) =>
    shop.whileVisited('shop.example.com', '/cgi-bin/version', work);

  it('is updated from the branch, and nobody who visits it is turned away', async () => {
    await shop.push('api/cgi-bin/version', (text) => text.replace('1 %s', '2 %s'));
    await shop.push('web/index.html', (text) => text.replace('<h1>The shop</h1>', '<h1>The new shop</h1>'));
    expect(await whileVisited(() => run('update'))).toEqual(['200 1 Welcome', '200 2 Welcome']);
    expect(await ask('shop.example.com', '/cgi-bin/version')).toBe('200 2 Welcome');
    expect(await ask('shop.example.com', '/')).toContain('<h1>The new shop</h1>');
  });

  it('goes back as one, keeps its data, and turns nobody away', async () => {
    expect(await whileVisited(() => run('back'))).toEqual(['200 1 Welcome', '200 2 Welcome']);
    expect(await ask('shop.example.com', '/cgi-bin/version')).toBe('200 1 Welcome');
    expect(await ask('shop.example.com', '/')).toContain('<h1>The shop</h1>');
    expect(await ask('shop.example.com', '/cgi-bin/orders')).toContain('|packed');
  });

  it('is as it was after an update that failed, and was so all the time', async () => {
    await shop.push('api/start', (text) => text.replace('CREATE TABLE', 'SELECT nothing; CREATE TABLE'));
    expect(await whileVisited(() => run('failure'))).toEqual(['200 1 Welcome']);
    expect(await ask('shop.example.com', '/')).toContain('<h1>The shop</h1>');
  });

  it('opens a tunnel to the database', async () => {
    expect(await run('tunnel')).toContain('database');
    expect(JSON.parse(readFileSync(join(folder, 'tunnel.json'), 'utf8'))).toMatchObject({
      login: { database: 'app' },
    });
  });

  it('has no block that was not run', () => {
    expect([...told]).toEqual([...chapters.keys()]);
  });
});
