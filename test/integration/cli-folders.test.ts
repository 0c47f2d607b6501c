// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { createSignedInCore, fakeClock } from '#test/support/people.ts';
import { removeFolder, runCli } from '#test/support/spawn-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'quayside-folders-'));
let made: Awaited<ReturnType<typeof createSignedInCore>>;
let host: InProcessHost;
beforeAll(async () => {
  made = await createSignedInCore(fakeClock(Date.now()));
  host = await serveInProcess(made.core);
  await made.client.project.create({ organizationId: made.organizationId, name: 'Shop' });
});
afterAll(async () => {
  await host.close();
  await made.core.close();
  removeFolder(folder);
});

const quayside = (...words: string[]) =>
  runCli(words, {
    env: { XDG_CONFIG_HOME: folder, QUAYSIDE_URL: host.url, QUAYSIDE_TOKEN: made.token },
  });
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('folders that come and go by the command line', () => {
  it('are brought in as a whole, and taken along byte for byte', async () => {
    const text =
      '# mine\r\nservices:\r\n  web: {image: "nginx:${TAG}", volumes: ["./my.conf:/my.conf"]} #\r\n';
    const files = { 'compose.yaml': text, '.env': 'TAG=1 # one\n', 'my.conf': '$x\n' };
    for (const [path, content] of Object.entries(files)) put(`in/web/${path}`, content);
    put('in/host/docker-compose.yml', 'services: {a: {image: a, privileged: true}}');
    const into = ['--into', 'Acme/Shop/production'];

    const dry = await quayside('import', 'compose', join(folder, 'in'), ...into, '--dry-run');
    expect([dry.code, dry.stderr]).toEqual([0, 'Nothing was made: --dry-run.\n']);
    expect(dry.stdout).toContain('web: web (compose.yaml, .env, my.conf)');
    expect(dry.stdout).toContain('asks for root on its server, to be accepted: docker-compose.yml, line 1');

    expect((await quayside('import', 'compose', join(folder, 'in'), ...into)).code).toBe(0);
    const again = await quayside('import', 'compose', join(folder, 'in'), ...into);
    expect(again.code).toBe(5);
    expect((await quayside('import', 'compose', join(folder, 'in'), ...into, '--dry-run')).stdout).toContain(
      'the name web is taken',
    );

    const out = join(folder, 'out');
    const service = 'Acme/Shop/production/web';
    const taken = await quayside('eject', service, '--out', out);
    expect([taken.code, taken.stdout.split('\n')]).toEqual([
      0,
      expect.arrayContaining(['README.md', 'compose.override.yaml', ...Object.keys(files)]),
    ]);
    for (const [path, content] of Object.entries(files))
      expect(readFileSync(join(out, path), 'utf8')).toBe(content);
    expect(statSync(join(out, '.env')).mode & 0o777).toBe(0o600);
    const twice = await quayside('eject', service, '--out', out);
    expect([twice.code, twice.stderr]).toEqual([5, expect.stringContaining('is not empty')]);
    expect((await quayside('eject', 'Acme/Shop', '--out', join(folder, 'no'))).code).toBe(2);
    expect((await quayside('eject', 'Acme/Shop/production', '--out', join(folder, 'all'))).code).toBe(0);
  });
});
