import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf } from '#test/support/entry.ts';
import {
  newDataFolder,
  removeFolder,
  runCli,
  type SpawnedHost,
  spawnHost,
} from '#test/support/spawn-host.ts';

const dataFolder = newDataFolder();
const env = { QUAYSIDE_DATA: dataFolder };
let host: SpawnedHost;
beforeAll(async () => {
  host = await spawnHost(dataFolder);
  await runCli(['project', 'create', 'acme', 'Shop'], { env });
  await runCli(['service', 'create', 'acme/shop/production', 'web $(id) `x`'], { env });
});
afterAll(async () => {
  await host.end();
  removeFolder(dataFolder);
});

const complete = async (...words: string[]): Promise<string[]> =>
  (await runCli(['__complete', ...words], { env })).stdout.split('\n').filter(Boolean);

describe('completion', () => {
  it('offers nouns, verbs, flags and choices', async () => {
    expect(await complete('ser')).toEqual(['server', 'service', 'service-variables']);
    expect(await complete('service', 're')).toEqual(['reject-finding', 'restart']);
    expect(await complete('service', 'logs', 'acme', '--si')).toEqual(['--since']);
    expect(await complete('deployment', 'create', 'x', '--f')).toEqual(['--folder', '--follow']);
    expect(await complete('completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(await complete('help', 'tree', '')).toEqual(['get', 'resolve']);
  });

  it('offers the paths of what is there, down to the kind that is wanted', async () => {
    expect(await complete('service', 'get', 'ac')).toEqual(['acme/']);
    expect(await complete('service', 'get', 'acme/')).toEqual(['acme/Shop/']);
    expect(await complete('service', 'get', 'acme/shop/production/')).toEqual([
      'acme/shop/production/web $(id) `x`',
    ]);
    expect(await complete('variable', 'set', 'acme/sh')).toEqual(['acme/Shop', 'acme/Shop/']);
    expect(await complete('variable', 'im')).toEqual(['import']);
    expect(await complete('project', 'get', 'acme/s')).toEqual(['acme/Shop']);
    expect(await complete('project', 'create', '--organization', '')).toEqual(['acme']);
  });

  it('offers the names of what is in no tree', async () => {
    expect(await complete('member', 'get', 'ac')).toEqual(['acme/']);
    expect(await complete('member', 'get', 'acme/O')).toEqual(['acme/olive@example.com']);
    expect(await complete('member', 'set-role', 'x', 'acme/dev')).toEqual(['acme/Developer']);
  });

  it('stays silent without a host', async () => {
    const ended = await runCli(['__complete', 'service', 'get', 'ac'], {
      env: { QUAYSIDE_DATA: '/nonexistent' },
    });
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, '', '']);
  });
});

const cli = `${process.execPath} ${entryOf('cli')}`;
const ask = (shell: string, lines: readonly string[], args: readonly string[] = ['-c']): string =>
  execFileSync(shell, [...args, lines.join('\n')], { env: { ...process.env, ...env }, encoding: 'utf8' });

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const script = async (shell: string): Promise<string> => {
  const path = join(dataFolder, `completion.${shell}`);
  writeFileSync(path, (await runCli(['completion', shell])).stdout);
  return path;
};

describe('the scripts', () => {
  it('work in bash, and quote what a name could do there', async () => {
    const path = await script('bash');
    execFileSync('bash', ['-n', path]);
    const said = ask('bash', [
      `quayside() { ${cli} "$@"; }`,
      `source ${path}`,
      'COMP_WORDS=(quayside service get acme/shop/production/)',
      'COMP_CWORD=3',
      '_quayside',
      'printf "%s\\n" "$'.concat('{COMPREPLY[@]}"'),
      'complete -p quayside',
    ]);
    expect(said).toBe('acme/shop/production/web\\ \\$\\(id\\)\\ \\`x\\`\ncomplete -F _quayside quayside\n');
  });

  it('know a word with spaces in bash', async () => {
    const said = ask('bash', [
      `quayside() { ${cli} "$@"; }`,
      `source ${await script('bash')}`,
      String.raw`COMP_WORDS=(quayside service get 'acme/shop/production/web\ ')`,
      'COMP_CWORD=3',
      '_quayside',
      'printf "%s\\n" "$'.concat('{COMPREPLY[@]}"'),
    ]);
    expect(said).toContain('acme/shop/production/web\\ ');
  });

  it.runIf(has('zsh'))('know a word with spaces in zsh', async () => {
    const said = ask('zsh', [
      `quayside() { ${cli} "$@"; }`,
      'compdef() { :; }',
      `source ${await script('zsh')}`,
      // Stands for zsh's own, which works inside of its line editor only.
      'compadd() { local name=$@[-1]; print -rl -- "$'.concat('{(@P)name}"; }'),
      String.raw`words=(quayside service get 'acme/shop/production/web\ ')`,
      'CURRENT=4',
      '_quayside',
    ]);
    expect(said.trim()).toBe('acme/shop/production/web $(id) `x`');
  });

  it.runIf(has('fish'))('know a word with spaces in fish', async () => {
    const path = await script('fish');
    const asked = (line: string): string =>
      ask('fish', [`function quayside; ${cli} $argv; end`, `source ${path}`, `complete -C '${line}'`]);
    expect(asked('quayside service get acme/').trim()).toBe('acme/Shop/');
    expect(asked('quayside service get acme/shop/production/web\\\\ ').trim()).toBe(
      'acme/shop/production/web $(id) `x`',
    );
  });

  for (const shell of ['bash', 'zsh', 'fish']) {
    it.runIf(has(shell))(`are accepted by ${shell}`, async () => {
      execFileSync(shell, ['-n', await script(shell)]);
    });
  }

  it('exist for these three shells only', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect((await runCli(['completion', shell])).code).toBe(0);
    expect((await runCli(['completion', 'tcsh'])).code).toBe(2);
  });
});
