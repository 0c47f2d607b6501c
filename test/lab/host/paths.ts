import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

function folder(variable: string, fallback: string): string {
  const path = join(process.env[variable] || join(homedir(), fallback), 'quayside-lab');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Holds the server images as one tar file, so that a wiped Docker needs a load and not a build. */
export const cacheFolder = (): string => folder('XDG_CACHE_HOME', '.cache');

/** Holds the lab's key pair, its locks, and what it knows about the dockerd it started. */
export const stateFolder = (): string => folder('XDG_STATE_HOME', '.local/state');
