import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createHostLog } from '#core/events/host-log.ts';
import type { Log } from '#core/host.ts';

const stderr = 2;

/** Writes `host.log` in the data folder, errors to stderr too; see `createHostLog`. */
export const createLog = (dataFolder: string): Log =>
  createHostLog(join(dataFolder, 'host.log'), (level, message, fields) => {
    if (level === 'error') tellStderr(`quayside: ${message} ${JSON.stringify(fields)}\n`);
  });

/** Not by `process.stderr`, whose failure (a log file on the full disk) is an exception that ends the process. */
function tellStderr(text: string): void {
  try {
    writeSync(stderr, text);
  } catch {
    // Nobody is left to be told; the line is in the log.
  }
}
