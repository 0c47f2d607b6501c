import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { RouterClient } from '@orpc/server';
import type { CoreRouter } from '#core/router.ts';

export type Electron = typeof import('./fake-electron.ts');
export type DesktopClient = RouterClient<CoreRouter>;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fake = new URL('./fake-electron.ts', import.meta.url).href;
/** Past vitest's own module loader, so that the built files run as they are. */
const importAsIs = compileFunction('return import(url)', ['url'], {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

const starts = { count: 0 };

const instances = new Map<string, string>();
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier !== 'electron') return next(specifier, context);
    const instance = instances.get(new URL(context.parentURL ?? '').search) ?? '';
    return { url: `${fake}${instance}`, format: 'module-typescript', shortCircuit: true };
  },
});

/** Builds what is out of date. */
export const buildDesktop = (): void => {
  const { status, stderr } = spawnSync(process.execPath, ['.config/tasks/build.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
};

/** Runs the built main process on a data folder, with a stand-in for Electron of its own. */
export const startDesktop = async (
  dataFolder: string,
  prepare: (electron: Electron) => void = () => undefined,
): Promise<Electron> => {
  const tag = `?start=${starts.count++}`;
  instances.set(tag, tag);
  const electron = (await importAsIs(`${fake}${tag}`)) as Electron;
  prepare(electron);
  const { argv } = process;
  process.argv = [argv[0] ?? '', root, '--data', dataFolder];
  try {
    await importAsIs(`${pathToFileURL(join(root, 'out/main/main.js')).href}${tag}`);
  } finally {
    process.argv = argv;
  }
  return electron;
};

/** Resolves when what is looked for is there; the events of the fake have no names for all of it. */
export const until = async <T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
): Promise<T> => {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what} did not come`);
};

export const clientOver = (port: MessagePort): DesktopClient => {
  const link = new RPCLink({ port });
  port.start();
  return createORPCClient(link);
};

/** Quits as a person does, and waits until the core has closed. */
export const quit = async ({ app }: Electron): Promise<void> => {
  if (app.exitCode !== undefined) return;
  const exited = once(app, 'fake-exit');
  app.quit();
  await exited;
};

export const temporaryFolder = (): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'quayside-desktop-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
