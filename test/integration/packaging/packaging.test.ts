import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsar } from './asar.ts';
import { writeElectronStandIn } from './stand-in.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'quayside-packaging-'));
const unpacked = join(scratch, 'dist', 'linux-unpacked');

const runNode = (...args: string[]): void => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}:\n${stdout}\n${stderr}`);
};

const packageForLinux = (): void => {
  runNode('.config/tasks/build.mjs');
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  writeElectronStandIn(join(scratch, 'electron'), version);
  runNode(
    'node_modules/electron-builder/cli.js',
    '--config=electron-builder.yml',
    '--linux=dir',
    '--x64',
    `--config.electronDist=${join(scratch, 'electron')}`,
    `--config.directories.output=${join(scratch, 'dist')}`,
  );
};

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the package for Linux', () => {
  beforeAll(packageForLinux);
  const archive = () => readAsar(readFileSync(join(unpacked, 'resources', 'app.asar')));

  it('holds the three bundles and starts with the main one', () => {
    const { paths, text } = archive();
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'out/main/main.js',
        'out/preload/preload.cjs',
        'out/renderer/index.html',
        'resources/icon.png',
        'resources/tray.png',
      ]),
    );
    expect(JSON.parse(text('package.json'))).toMatchObject({ main: 'out/main/main.js', type: 'module' });
    expect(text('out/preload/preload.cjs')).toContain('require("electron")');
  });

  it('holds the binaries of SQLite and argon2 of its own platform only, outside the archive', () => {
    const { unpacked: outside } = archive();
    const binaries = [
      'node_modules/@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ];
    expect(outside.filter((path) => path.endsWith('.node')).toSorted()).toEqual(binaries);
    for (const path of binaries) {
      expect(existsSync(join(unpacked, 'resources/app.asar.unpacked', path))).toBe(true);
    }
  });

  it('holds no sources, source maps, tests, other hosts or packages that were bundled', () => {
    const strays = archive().paths.filter(
      (path) =>
        /\.(map|ts|tsx|cpp|c|h)$/.test(path) ||
        /^(electron|shared|renderer|test|docs|\.config|out\/(headless|cli|types|reports))\//.test(path) ||
        /^node_modules\/(@orpc|zod|kysely|pino|react|dockerode|electron)\//.test(path),
    );
    expect(strays).toEqual([]);
  });

  it('holds every package that its bundle does not', () => {
    const { paths, text } = archive();
    const mains = paths.filter((path) => /^out\/main\/.*\.js$/.test(path)).map(text);
    const imports = mains.flatMap((code) =>
      [...code.matchAll(/^(?:import|export)\s[^'"`]*?from "([^."][^"]*)";$/gm)].map(([, name = '']) => name),
    );
    const outside = imports.filter((name) => !isBuiltin(name) && name !== 'electron');
    expect(outside).toContain('better-sqlite3');
    for (const name of outside) expect(paths).toContain(`node_modules/${name}/package.json`);
  });

  it('has every fuse that opens a door off', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'quayside'));
    const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyLoadAppFromAsar: true,
      fileProtocolPrivileges: false,
    });
  });
});
