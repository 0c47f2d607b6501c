import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

/** A real file system of a few megabytes, which a test fills and frees again. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all the room there is, to the last byte. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  /** Unmounts it, whatever is still open on it. */
  remove(): void;
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount && process.env.QUAYSIDE_CI)
  throw new Error('tests on a small disk mount a tmpfs: run them as root on Linux');

/** `describe` for tests that mount a small disk: skipped where nobody may mount, an error in CI (QUAYSIDE_CI). */
export const describeOnSmallDisk: (title: string, body: () => void) => void = canMount
  ? describe
  : describe.skip;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC';

/** Writes smaller and smaller pieces until not one byte has room. */
function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let bytes = 1024 * 1024; bytes >= 1; ) {
      try {
        if (writeSync(file, Buffer.alloc(bytes)) < bytes) bytes >>= 1;
      } catch (error) {
        if (!isFull(error)) throw error;
        bytes >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Mounts a new, empty one. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'quayside-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'quayside-test', path]);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      execFileSync('umount', ['--lazy', path]);
      rmdirSync(path);
    },
  };
}
