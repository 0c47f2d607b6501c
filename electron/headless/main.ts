import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HostArguments } from './arguments.ts';
import type { Installation, RunningHost } from './run.ts';

const exitFailed = 1;
const exitUsage = 2;
/** Compiled code is kept once the start is over, when nobody waits for it. */
const keepCodeAfterMs = 3_000;

const installation = (): Installation => {
  const root = join(import.meta.dirname, '..', '..');
  const rendererFolder = join(root, 'out', 'renderer');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    version,
    rendererFolder: existsSync(join(rendererFolder, 'index.html')) ? rendererFolder : undefined,
  };
};

const fail = (message: string, code: number): never => {
  process.stderr.write(`${message}\n`);
  return process.exit(code);
};

const readArguments = async (): Promise<HostArguments> => {
  const { parseHostArguments, UsageError, usage } = await import('./arguments.ts');
  try {
    const machine = { platform: process.platform, env: process.env, home: homedir() };
    const given = parseHostArguments(process.argv.slice(2), machine);
    if (given !== 'help') return given;
    process.stdout.write(usage);
    return process.exit(0);
  } catch (error) {
    if (error instanceof UsageError) return fail(`${error.message}\n\n${usage}`, exitUsage);
    throw error;
  }
};

const tell = (host: RunningHost, { json, dataFolder }: HostArguments): void => {
  if (json) {
    process.stdout.write(`${JSON.stringify({ url: host.url, token: host.token })}\n`);
    return;
  }
  process.stdout.write(`Quayside serves ${dataFolder}\nOpen ${host.link}\nStop with Ctrl-C.\n`);
};

/** Ends cleanly at the first signal and at once at the second. */
const endOnSignal = (end: () => Promise<void>): void => {
  let isEnding = false;
  const onSignal = (): void => {
    if (isEnding) process.exit(exitFailed);
    isEnding = true;
    end().then(
      () => process.exit(0),
      (error: unknown) => fail(`Quayside did not stop cleanly: ${String(error)}`, exitFailed),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const resetPassword = async (given: HostArguments, email: string): Promise<void> => {
  const { resetPasswordAt } = await import('./reset-password.ts');
  await resetPasswordAt(given, email, installation());
  process.stdout.write(`The password of ${email} was changed; the audit trail says so.\n`);
};

/** Loads everything else only once the compile cache is on. */
const serve = async (): Promise<void> => {
  const given = await readArguments();
  enableCompileCache(join(given.dataFolder, 'cache'));
  const { startHost, StartError } = await import('./run.ts');
  try {
    if (given.resetPassword !== undefined) return await resetPassword(given, given.resetPassword);
    if (given.restore !== undefined) {
      const { restoreStore } = await import('./restore.ts');
      process.stdout.write(`${await restoreStore(given, given.restore, installation())}\n`);
      return;
    }
    if (given.recover || given.makeOperator !== undefined) {
      const { recoverLocally } = await import('./recover.ts');
      process.stdout.write(`${await recoverLocally(given, installation())}\n`);
      return;
    }
    const starting = startHost(given, installation());
    let forgetPage: (() => void) | undefined;
    endOnSignal(async () => {
      const host = await starting;
      forgetPage?.();
      await host.close();
    });
    const host = await starting;
    tell(host, given);
    if (given.open) {
      const { openBrowser } = await import('./open-browser.ts');
      forgetPage = openBrowser(given.dataFolder, host.link);
    }
    const { tellBugs } = await import('./tell-bugs.ts');
    tellBugs(process, host.log, () => process.exit(exitFailed));
    await host.warmUp();
    setTimeout(flushCompileCache, keepCodeAfterMs).unref();
  } catch (error) {
    fail(error instanceof StartError ? error.message : reasonOf(error), exitFailed);
  }
};

// What the output goes to may be full or gone; that ends no host.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
// The store, its backups and the key are nobody else's.
process.umask(0o077);
serve().catch((error: unknown) => fail(reasonOf(error), exitFailed));
