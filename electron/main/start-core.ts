import { homedir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, safeStorage } from 'electron';
import { type Core, createCore } from '#core/create-core.ts';
import type { Log } from '#core/host.ts';
import type { Identity } from '#core/rpc/context.ts';
import { createDesktopVault, type PassphraseQuestion } from './desktop-vault.ts';
import { openSignIn } from './open-outside.ts';
import type { Client } from './watch-activity.ts';

/** Opens the store with the desktop's vault and puts the core together. Rejects as `createCore` does. */
export const startCore = (parts: {
  dataFolder: string;
  log: Log;
  ask(question: PassphraseQuestion): Promise<string | undefined>;
}): Promise<Core> =>
  createCore({
    kind: 'desktop',
    version: app.getVersion(),
    dataFolder: parts.dataFolder,
    sshFolder: join(homedir(), '.ssh'),
    vault: createDesktopVault({ keychain: safeStorage, platform: process.platform, ask: parts.ask }),
    log: parts.log,
    now: Date.now,
    openBrowser: openSignIn,
  });

/** A client in this process, as whoever `identity` says at each call. */
export const inProcessClient = (core: Core, identity: () => Identity): Client =>
  createRouterClient(core.router, {
    context: core.openSession({ transport: 'in-process', identity }).context,
    interceptors: core.handlerOptions.clientInterceptors,
  });
