import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Log } from '../host.ts';
import { newestGoodBackup } from './backups.ts';

/** Runs in a thread of its own, for it reads every page and row; plain text, so that a bundled host has it too. */
const script = `
const { parentPort, workerData } = require('node:worker_threads');
const Sqlite = require(workerData.module);
const connection = new Sqlite(workerData.path, { readonly: true, fileMustExist: true });
try {
  const found = connection.pragma('integrity_check(20)').map((row) => Object.values(row)[0]);
  const foreign = connection.pragma('foreign_key_check').length;
  parentPort.postMessage(foreign === 0 ? found : [...found, foreign + ' rows refer to rows that are gone']);
} finally {
  connection.close();
}
`;

/**
 * Checks all of an open store (`integrity_check`, references between rows) beside the work on it and answers what is
 * wrong, none where nothing is. Ends early, with none, where the signal aborts.
 */
export async function checkWholeStore(path: string, signal: AbortSignal): Promise<string[]> {
  const module = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(script, { eval: true, workerData: { path, module } });
  worker.unref();
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  worker.once('message', (found: string[]) => resolve(found.filter((each) => each !== 'ok')));
  worker.once('error', reject);
  const end = (): void => {
    resolve([]);
    void worker.terminate();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', end);
    await worker.terminate();
  }
}

/** The same, told to the log, and where something is wrong to `onDamage` with the path of the newest good backup. */
export async function tellWholeCheck(
  dataFolder: string,
  path: string,
  parts: { log: Log; signal: AbortSignal; onDamage(backup: string | undefined): void },
): Promise<void> {
  const { log, signal } = parts;
  try {
    const found = await checkWholeStore(path, signal);
    if (signal.aborted) return;
    if (found.length === 0) return log.info('the whole store was checked, and nothing is wrong with it');
    const backup = newestGoodBackup(dataFolder);
    log.error('the store is damaged; stop this host and bring a backup back by --restore newest', {
      found,
      backup: backup ?? 'none',
    });
    parts.onDamage(backup);
  } catch (error) {
    log.error('the store could not be checked', { error: String(error) });
  }
}
