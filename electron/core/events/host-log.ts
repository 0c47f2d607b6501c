import type { Log } from '../host.ts';
import { LineFile } from './line-file.ts';

const largestBytes = 10 * 1024 * 1024;
type Write = (level: keyof Log, message: string, fields: Record<string, unknown>) => void;

/**
 * Writes structured lines to a file (10 MiB, one older file kept). It neither throws nor rejects: lines that the disk
 * does not take are dropped, counted, and told of by the next one that it takes. The writer is loaded with the first
 * line, so that it costs the start nothing. `tell` is called with each line at once.
 */
export function createHostLog(path: string, tell: Write = () => undefined): Log {
  let opening: Promise<Write> | undefined;
  const write: Write = (level, message, fields) => {
    tell(level, message, fields);
    opening ??= openLog(path);
    opening.then(
      (append) => append(level, message, fields),
      () => {
        opening = undefined;
      },
    );
  };
  return {
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
  };
}

async function openLog(path: string): Promise<Write> {
  const { pino } = await import('pino');
  const base = { pid: process.pid };
  const file = new LineFile(path, {
    largestBytes,
    tellLost: ({ count, reason }) => {
      const msg = `${count} ${count === 1 ? 'line was' : 'lines were'} not written`;
      return `${JSON.stringify({ level: 40, time: Date.now(), ...base, reason, msg })}\n`;
    },
  });
  const logger = pino({ base }, { write: (line: string) => file.append(line) });
  return (level, message, fields) => logger[level](fields, message);
}
