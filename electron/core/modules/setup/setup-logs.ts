import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { LogFile, readLog } from '../../events/log-file.ts';
import type { Host } from '../../host.ts';

/** The logs of set-ups: one file each, followed while it is written, kept afterwards. */
export interface SetupLogs {
  /** Begins the log anew: a set-up that is taken up again tells its whole story from the server's own log. */
  begin(setupId: string): void;
  append(setupId: string, lines: readonly LogLine[]): Promise<void>;
  end(setupId: string): Promise<void>;
  read(
    setupId: string,
    range: { cursor: string | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogBatch, void>;
  remove(setupIds: readonly string[]): void;
  close(): Promise<void>;
}

/** Keeps logs below the host's data folder, or in a temporary one where it has none. */
export const createSetupLogs = (host: Host): SetupLogs => {
  const open = new Map<string, LogFile>();
  let temporary: string | undefined;

  const folder = (): string => {
    if (host.dataFolder !== null) return join(host.dataFolder, 'logs');
    temporary ??= mkdtempSync(join(tmpdir(), 'quayside-setups-'));
    return temporary;
  };
  const pathOf = (setupId: string): string => join(folder(), `${setupId}.log`);

  return {
    begin(setupId) {
      rmSync(pathOf(setupId), { force: true });
      open.set(setupId, new LogFile(pathOf(setupId)));
    },
    async append(setupId, lines) {
      try {
        await open.get(setupId)?.append(lines);
      } catch (error) {
        // a full disk here must not end what runs on a server
        host.log.warn('a set-up log could not be written', { setup: setupId, error: String(error) });
      }
    },
    async end(setupId) {
      const file = open.get(setupId);
      open.delete(setupId);
      await file?.close();
    },
    read(setupId, { cursor, follow }, signal) {
      const live = follow ? open.get(setupId) : undefined;
      return live ? live.follow(cursor, signal) : readLog(pathOf(setupId), cursor, signal);
    },
    remove(setupIds) {
      for (const id of setupIds) rmSync(pathOf(id), { force: true });
    },
    async close() {
      await Promise.all([...open.values()].map((file) => file.close()));
      open.clear();
      if (temporary) rmSync(temporary, { recursive: true, force: true });
    },
  };
};
