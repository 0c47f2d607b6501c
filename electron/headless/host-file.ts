import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostFile, hostFileName, parseHostFile } from '#shared/model/host-file.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Tells the command line of this machine's user where the host is and how to sign in. */
export const writeHostFile = (dataFolder: string, host: HostFile): void => {
  const path = join(dataFolder, hostFileName);
  const fresh = `${path}.${process.pid}`;
  try {
    writeFileSync(fresh, `${JSON.stringify(host)}\n`, { mode: 0o600 });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
};

/** The running host of a data folder; undefined where there is none or its file is stale. */
export const readHostFile = (dataFolder: string): HostFile | undefined => {
  try {
    const host = parseHostFile(readFileSync(join(dataFolder, hostFileName), 'utf8'));
    return host && isAlive(host.pid) ? host : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** Removes this process's host file. */
export const removeHostFile = (dataFolder: string): void => {
  if (readHostFile(dataFolder)?.pid === process.pid) rmSync(join(dataFolder, hostFileName), { force: true });
};
