import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#core/host.ts';

const largestBytes = 10 * 1024 * 1024;
type Level = keyof Log;
type Write = (level: Level, message: string, fields: Record<string, unknown>) => void;

const rotate = (path: string): void => {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestBytes) renameSync(path, `${path}.1`);
};

const openPino = async (path: string): Promise<Write> => {
  const { pino } = await import('pino');
  rotate(path);
  const logger = pino(
    { base: { pid: process.pid } },
    pino.destination({ dest: path, sync: true, mode: 0o600 }),
  );
  return (level, message, fields) => logger[level](fields, message);
};

/**
 * Writes `host.log` in the data folder (10 MiB, one older file kept); errors go to stderr too. The writer is
 * loaded with the first line, so that it costs the start nothing.
 */
export const createLog = (dataFolder: string): Log => {
  let opening: Promise<Write> | undefined;
  const write: Write = (level, message, fields) => {
    if (level === 'error') process.stderr.write(`quayside: ${message} ${JSON.stringify(fields)}\n`);
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    opening ??= openPino(join(dataFolder, 'host.log'));
    opening.then(
      (append) => append(level, message, fields),
      (error: unknown) => process.stderr.write(`quayside: the log cannot be written: ${String(error)}\n`),
    );
  };
  return {
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
  };
};
