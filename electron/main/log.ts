import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Log } from '#core/host.ts';

const largestBytes = 10 * 1024 * 1024;

/** Writes `desktop.log` in the data folder (10 MiB, one older file kept). */
export const createLog = (dataFolder: string): Log => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'desktop.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestBytes) renameSync(path, `${path}.1`);
  const logger = pino(
    { base: { pid: process.pid } },
    pino.destination({ dest: path, sync: true, mode: 0o600 }),
  );
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
};
