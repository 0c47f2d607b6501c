import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { LogFile, readLog } from '../events/log-file.ts';
import type { Host } from '../host.ts';

/** Writes the log of one run; values of secrets are struck out. */
export interface LogWriter {
  /** One line of Quayside's own; its source is the step it tells of, the last one where that is over. */
  say(text: string, source?: string): void;
  /** Output of something else; resolves when it is on its way to the disk. */
  write(lines: readonly LogLine[]): Promise<void>;
  hide(secrets: readonly string[]): void;
  /** The text with the values of secrets struck out. */
  strike(text: string): string;
}

/** The logs of all runs: files that outlive their run, followed while it goes on. */
export interface RunLogs {
  writer(runId: string): LogWriter;
  /** Begins the log anew, for a run that tells its whole story again. */
  restart(runId: string): void;
  /** Ends every follower of the run's log once it has read all. */
  end(runId: string): Promise<void>;
  read(
    runId: string,
    range: { cursor: string | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
  /** Removes the files of runs that are no longer known. */
  remove(runIds: readonly string[]): void;
  close(): Promise<void>;
}

/** Shorter values than this are left in: they would strike out half of every line. */
const shortestHidden = 6;

const struck = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((kept, secret) => kept.replaceAll(secret, '•••'), text);

const hidden = (secrets: readonly string[]): string[] =>
  secrets
    .flatMap((secret) => [secret, ...secret.split('\n')])
    .filter((part) => part.length >= shortestHidden)
    .sort((a, b) => b.length - a.length);

/** Keeps logs below the host's data folder, or in a temporary one where it has none. */
export const createRunLogs = (host: Host): RunLogs => {
  let folder = host.dataFolder === null ? null : join(host.dataFolder, 'logs');
  let isTemporary = false;
  const open = new Map<string, LogFile>();
  const secrets = new Map<string, string[]>();

  const pathOf = (id: string): string => {
    if (folder === null) {
      folder = mkdtempSync(join(tmpdir(), 'quayside-logs-'));
      isTemporary = true;
    }
    return join(folder, `${id}.log`);
  };
  const fileOf = (id: string): LogFile => {
    const known = open.get(id);
    if (known) return known;
    const file = new LogFile(pathOf(id));
    open.set(id, file);
    return file;
  };
  const append = (id: string, lines: readonly LogLine[]): Promise<void> => {
    const hide = secrets.get(id) ?? [];
    const clean = hide.length > 0 ? lines.map((line) => ({ ...line, text: struck(line.text, hide) })) : lines;
    return fileOf(id)
      .append(clean)
      .catch((error: unknown) =>
        // a full disk must not end what is under way on a server
        host.log.warn('a log could not be written', { run: id, error: String(error) }),
      );
  };

  return {
    writer: (id) => {
      fileOf(id);
      let source = 'quayside';
      return {
        say(text, current = source) {
          source = current;
          const at = new Date(host.now()).toISOString();
          void append(id, [{ at, stream: 'system', source, text }]);
        },
        write: (lines) => append(id, lines),
        hide: (values) => secrets.set(id, hidden(values)),
        strike: (text) => struck(text, secrets.get(id) ?? []),
      };
    },
    restart(id) {
      rmSync(pathOf(id), { force: true });
      fileOf(id);
    },
    async end(id) {
      const file = open.get(id);
      open.delete(id);
      secrets.delete(id);
      await file?.close();
    },
    read(id, { cursor, follow }, signal) {
      const live = follow ? open.get(id) : undefined;
      return live ? live.follow(cursor, signal) : readLog(pathOf(id), cursor, signal);
    },
    remove(ids) {
      for (const id of ids) rmSync(pathOf(id), { force: true });
    },
    async close() {
      await Promise.all([...open.values()].map((file) => file.close()));
      open.clear();
      if (isTemporary && folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
};
