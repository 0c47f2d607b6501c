import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type E2eHost, startHost } from './host.ts';

/** Runs a host on a store that a script of this folder wrote, and takes both away afterwards. */
export const withStore = async (
  script:
    | 'database-store.ts'
    | 'drifted-store.ts'
    | 'member-store.ts'
    | 'running-store.ts'
    | 'server-store.ts'
    | 'viewer-store.ts',
  args: readonly string[],
  act: (host: E2eHost) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'quayside-e2e-'));
  try {
    const path = fileURLToPath(new URL(script, import.meta.url));
    await promisify(execFile)(process.execPath, [path, folder, ...args]);
    const host = await startHost({ dataFolder: folder });
    try {
      await act(host);
    } finally {
      await host.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
